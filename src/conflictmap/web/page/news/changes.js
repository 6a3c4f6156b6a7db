// Townships that passed from one holder to another, as `conflictmap control --changes` counts gains and losses.
import { HOLDING } from "../data/totals.js";
import { transitions } from "../data/tracks.js";

const FIRST_TOLD = ["not_assessed", "unknown", "partial"];

/**
 * Transitions in which one holder followed another; to be told of for the first time is no gain, but where it was taken (R2).
 * @param {any} model
 * @param {{rules: string, from: number, to: number, known: number | null}} state
 * @returns {{day: number, unit: number, before: number, after: number}[]} by day; before and after are spans
 */
export const handsChanged = (model, { rules, from, to, known }) => {
  const track = model.track(rules);
  const { states, ruleLists } = model.meta;
  const [holding, firstTold] = [HOLDING, FIRST_TOLD].map((names) => states.map((state) => names.includes(state)));
  const taken = ruleLists.map((rules) => rules.split(" ").includes("R2"));
  const holder = (span) => (span >= 0 && holding[track.state[span]] ? track.holder[span] : 0);
  return transitions(track, from, to, known ?? Infinity).filter(({ before, after }) => {
    const isFirst = before < 0 || firstTold[track.state[before]];
    return holder(after) !== 0 && holder(before) !== holder(after) && (!isFirst || taken[track.ruleList[after]]);
  });
};

/** How many townships changed hands at least once. */
export const townshipsChanged = (model, state) => new Set(handsChanged(model, state).map(({ unit }) => unit)).size;
