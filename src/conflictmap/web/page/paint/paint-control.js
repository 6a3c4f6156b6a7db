// Paints who holds each township: colour says who, texture says how sure.
import { openHolders, openOn, spanOn } from "../data/tracks.js";
import { HOME } from "../base/palette.js";
import { makeTextures } from "./textures.js";
import { textureOf } from "../data/certainty.js";

/**
 * A painter that paints anew only the townships whose picture is another one than before. It paints the ground below them
 * too, on the same canvas: a canvas less is a tenth of an opening less.
 * @param {ReturnType<typeof import("./trace.js").makeUnitPaths>} pathsOf
 * @param {{colourOf: (actor: number) => string, stateName: (state: number) => string, confidenceName: (grade: number) => string, assumption?: number}} legend
 * @param {() => {track: any, day: number, known: number, layers: Set<string>}} now
 * @param {((context: CanvasRenderingContext2D, frame: any) => void) | null} ground null where tiles lie below
 */
export const paintControl = (pathsOf, legend, now, ground) => {
  const textures = makeTextures();
  let drawn = new Float64Array(0);
  let painted = {}; // the frame, track and layers that are on the canvas

  const fill = (context, track, path, span, assumed) => {
    const texture = span < 0 ? "none" : textureOf(legend.stateName(track.state[span]), legend.confidenceName(track.confidence[span]));
    if (texture === "none") {
      if (assumed) {
        context.fillStyle = textures(context, "pale", legend.colourOf(assumed), legend.colourOf(assumed));
        context.fill(path, "evenodd");
      }
      return;
    }
    context.fillStyle = textures(context, texture, legend.colourOf(track.holder[span]), legend.colourOf(track.other[span]));
    context.fill(path, "evenodd");
  };
  const fillOpen = (context, track, path, pair) => {
    const [had, came] = openHolders(track, pair);
    context.fillStyle = textures(context, "either", legend.colourOf(had), legend.colourOf(came));
    context.fill(path, "evenodd");
  };
  // what goes leaves a breath of the old colour along the edge; borders are painted over it
  const clear = (context, path) => {
    context.globalCompositeOperation = ground ? "source-over" : "destination-out";
    context.fillStyle = HOME;
    context.fill(path, "evenodd");
    context.globalCompositeOperation = "source-over";
  };

  return (context, frame) => {
    const { track, day, known, layers } = now();
    const paths = pathsOf(frame);
    if (painted.frame !== frame || painted.track !== track || painted.layers !== layers) {
      context.clearRect(0, 0, frame.width, frame.height);
      ground?.(context, frame);
      drawn = new Float64Array(paths.length).fill(-1);
      painted = { frame, track, layers };
    }
    if (!layers.has("control")) return;
    paths.forEach((path, unit) => {
      const span = path ? spanOn(track, unit, day, known) : -1;
      const open = path ? openOn(track, unit, day, known) : null;
      const picture = open ? -2 - open[1] * track.unit.length - open[0] : span;
      if (!path || picture === drawn[unit]) return;
      if (drawn[unit] !== -1) clear(context, path);
      if (open) fillOpen(context, track, path, open);
      else fill(context, track, path, span, layers.has("assumed") ? legend.assumption : 0);
      drawn[unit] = picture;
    });
  };
};
