// Paints who holds each township: colour says who, texture says how sure.
import { openHolders, openOn, spanOn } from "./control.js";
import { makeTextures, textureOf } from "./textures.js";
import { inFrame, tracePath } from "./trace.js";

/**
 * A painter that paints anew only the townships whose picture is another one than before.
 * @param {{rings: any[][]}} units
 * @param {{colourOf: (actor: number) => string, stateName: (state: number) => string, confidenceName: (grade: number) => string}} legend
 * @param {() => {track: any, day: number, known: number, shown: boolean}} now
 */
export const paintControl = (units, legend, now) => {
  const textures = makeTextures();
  let paths = [];
  let drawn = new Float64Array(0);
  let traced = null;
  let tracked = null;

  const fill = (context, track, path, span) => {
    const texture = span < 0 ? "none" : textureOf(legend.stateName(track.state[span]), legend.confidenceName(track.confidence[span]));
    if (texture === "none") return;
    context.fillStyle = textures(context, texture, legend.colourOf(track.holder[span]), legend.colourOf(track.other[span]));
    context.fill(path, "evenodd");
  };
  const fillOpen = (context, track, path, pair) => {
    const [had, came] = openHolders(track, pair);
    context.fillStyle = textures(context, "either", legend.colourOf(had), legend.colourOf(came));
    context.fill(path, "evenodd");
  };
  // taking out leaves a breath of the old colour along the edge; borders are painted over it
  const clear = (context, path) => {
    context.globalCompositeOperation = "destination-out";
    context.fillStyle = "#000";
    context.fill(path, "evenodd");
    context.globalCompositeOperation = "source-over";
  };

  return (context, frame) => {
    const { track, day, known, shown } = now();
    const anew = traced !== frame || tracked !== track || !shown;
    if (traced !== frame) {
      paths = units.rings.map((rings) => (rings.some(({ box }) => inFrame(box, frame)) ? tracePath(rings, frame, true) : null));
      traced = frame;
    }
    if (anew) {
      context.clearRect(0, 0, frame.width, frame.height);
      drawn = new Float64Array(paths.length).fill(-1);
      tracked = shown ? track : null;
    }
    if (!shown) return;
    paths.forEach((path, unit) => {
      const span = path ? spanOn(track, unit, day, known) : -1;
      const open = path ? openOn(track, unit, day, known) : null;
      const picture = open ? -2 - open[1] * track.unit.length - open[0] : span;
      if (!path || picture === drawn[unit]) return;
      if (drawn[unit] !== -1) clear(context, path);
      if (open) fillOpen(context, track, path, open);
      else fill(context, track, path, span);
      drawn[unit] = picture;
    });
  };
};
