// Paints who holds each township: colour says who, texture says how sure.
import { spanOn } from "./control.js";
import { makeTextures, textureOf } from "./textures.js";
import { tracePath } from "./trace.js";

/**
 * @param {{rings: any[][]}} units
 * @param {{colourOf: (actor: number) => string, stateName: (state: number) => string, confidenceName: (grade: number) => string}} legend
 * @param {() => {track: any, day: number, known: number, shown: boolean, chosen: number}} now
 */
export const paintControl = (units, legend, now) => {
  const textures = makeTextures();
  let paths = [];
  let traced = null;
  return (context, frame) => {
    if (traced !== frame) {
      paths = units.rings.map((rings) => (rings.length ? tracePath(rings, frame, true) : null));
      traced = frame;
    }
    const { track, day, known, shown, chosen } = now();
    if (shown) {
      paths.forEach((path, unit) => {
        const span = path ? spanOn(track, unit, day, known) : -1;
        if (span < 0) return;
        const texture = textureOf(legend.stateName(track.state[span]), legend.confidenceName(track.confidence[span]));
        if (texture === "none") return;
        context.fillStyle = textures(context, texture, legend.colourOf(track.holder[span]), legend.colourOf(track.other[span]));
        context.fill(path, "evenodd");
      });
    }
    if (chosen && paths[chosen]) {
      context.strokeStyle = "#fff";
      context.lineWidth = 5;
      context.stroke(paths[chosen]);
      context.strokeStyle = "#111";
      context.lineWidth = 2.2;
      context.stroke(paths[chosen]);
    }
  };
};

/** What a step changes: a key of the spans that are drawn, so that equal pictures are not drawn twice. */
export const controlKey = (track, units, day, known) => {
  let key = "";
  for (let unit = 1; unit <= units; unit += 1) key += `${spanOn(track, unit, day, known)} `;
  return key;
};
