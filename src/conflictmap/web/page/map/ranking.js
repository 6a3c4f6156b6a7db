// The order of all spots, put together once, when there is time: days differ in which of them they show, not in their order.
import { whenIdle } from "../base/idle.js";
import { rankSpots } from "./groups.js";

/**
 * @param {{x: ArrayLike<number>, precision: ArrayLike<number>}} spots
 * @param {ArrayLike<number>} standing events at each spot, ever
 * @returns {() => number[] | null} the spots in order; null while there was no time
 */
export const makeRanking = (spots, standing) => {
  /** @type {number[] | null} */
  let ranked = null;
  const later = whenIdle(() => {
    ranked ??= rankSpots(spots, standing, standing);
  });
  return () => {
    if (ranked === null) later();
    return ranked;
  };
};
