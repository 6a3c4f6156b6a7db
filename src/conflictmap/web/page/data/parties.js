// Whose colours the map can show: who holds a township, who has a part in one, who says that they have taken one.
import { isOfTwo, textureOf } from "../map/textures.js";

/**
 * Numbers of the holders whose colour can be drawn by one rule set on any day, each once; who has nothing but a claim, a
 * part in a contested township, or a change whose day is open, is among them.
 * @param {import("../base/types").Model} model
 */
export const drawnParties = (model, rules) => {
  const track = model.track(rules);
  const found = new Set();
  track.holder.forEach((holder, span) => {
    const texture = textureOf(model.meta.states[track.state[span]], model.meta.confidences[track.confidence[span]]);
    if (texture !== "none") found.add(holder);
    if (isOfTwo(texture) || track.wide[track.unit[span]]) found.add(track.other[span]);
  });
  for (const actor of model.claims(rules)?.actor ?? []) found.add(actor);
  found.delete(0);
  return [...found];
};
