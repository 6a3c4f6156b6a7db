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
