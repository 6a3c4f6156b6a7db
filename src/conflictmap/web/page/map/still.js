// A canvas that changes seldom, shown as a picture of it: a browser that draws without a graphics card copies every canvas at
// each frame, but no picture.

const LARGEST = 2_500_000; // pixels: of a larger one, as on a phone's fine screen, a second copy would take too much room

/**
 * Show a canvas as a picture where the browser can.
 * @param {HTMLCanvasElement} canvas
 * @returns {() => void} to be called when it has been painted
 */
export const makeStill = (canvas) => {
  if (!globalThis.OffscreenCanvas || !globalThis.ImageBitmapRenderingContext) return () => {};
  const picture = document.createElement("canvas");
  picture.className = "cm-canvas";
  canvas.after(picture);
  const context = picture.getContext("bitmaprenderer");
  return () => {
    const { width, height, style } = canvas;
    const isSmall = context !== null && width > 0 && width * height <= LARGEST;
    picture.hidden = !isSmall;
    canvas.hidden = isSmall;
    if (!isSmall) return;
    const copy = new OffscreenCanvas(width, height);
    copy.getContext("2d")?.drawImage(canvas, 0, 0);
    [picture.width, picture.height] = [width, height];
    for (const key of ["left", "top", "width", "height"]) picture.style[key] = style[key];
    context.transferFromImageBitmap(copy.transferToImageBitmap());
  };
};

/**
 * A painter of what stays as it is below something that changes: the first time in a frame it is painted, then copied. To
 * stroke all borders costs ten times as much.
 * @template {import("../base/types").Frame} F
 * @param {(context: any, frame: F) => void} paint
 * @returns {(context: CanvasRenderingContext2D, frame: F, layers: unknown) => void} `layers` is another object where other
 *   layers are shown
 */
export const makeBase = (paint) => {
  /** @type {{frame: F | null, layers: unknown, picture: ImageBitmap | null}} */
  let kept = { frame: null, layers: null, picture: null };
  return (context, frame, layers) => {
    const isOther = kept.frame !== frame || kept.layers !== layers;
    if (isOther) kept = { frame, layers, picture: null };
    else kept.picture ??= pictureOf(paint, context, frame);
    if (kept.picture === null) {
      paint(context, frame);
      return;
    }
    context.save();
    context.resetTransform();
    context.drawImage(kept.picture, 0, 0);
    context.restore();
  };
};

const pictureOf = (paint, context, frame) => {
  const { width, height } = context.canvas;
  const canvas = globalThis.OffscreenCanvas && width * height <= LARGEST ? new OffscreenCanvas(width, height) : null;
  const own = canvas?.getContext("2d");
  if (!canvas || !own) return null;
  own.setTransform(context.getTransform());
  paint(own, frame);
  return canvas.transferToImageBitmap();
};
