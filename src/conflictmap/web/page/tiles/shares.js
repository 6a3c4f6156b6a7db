// How many townships of each state or region each party holds, sampled over the page's days. Nothing here draws.
import { HOLDING } from "../data/totals.js";
import { spanOn } from "../data/tracks.js";

/**
 * Counts by state or region.
 * @param {any} model
 * @param {{rules: string, known: number | null}} state
 * @param {number[]} days from the page's first
 * @returns {{adm1: string, units: number[], counts: Map<number, Uint16Array>}[]} by name; counts by holder, one a day
 */
export const sharesOver = (model, { rules, known }, days) => {
  const { meta } = model;
  const track = model.track(rules);
  const byState = new Map();
  meta.units.forEach((row, place) => {
    if (!byState.has(row[3])) byState.set(row[3], []);
    byState.get(row[3]).push(place + 1);
  });
  const rows = [...byState].filter(([adm1]) => meta.wider[adm1]).map(([adm1, units]) => {
    const counts = new Map();
    for (const unit of units) {
      if (track.first[unit] === track.first[unit + 1]) continue;
      days.forEach((day, place) => {
        const span = spanOn(track, unit, day, known ?? Infinity);
        if (span < 0 || !HOLDING.includes(meta.states[track.state[span]])) return;
        const holder = leadOf(model, track.holder[span]);
        if (!counts.has(holder)) counts.set(holder, new Uint16Array(days.length));
        counts.get(holder)[place] += 1;
      });
    }
    return { adm1, units, counts };
  });
  return rows.sort((left, right) => meta.wider[left.adm1][0].localeCompare(meta.wider[right.adm1][0], "en"));
};

// holders who hold together are counted with who leads them
const leadOf = ({ meta }, holder) => {
  const alone = meta.holders.indexOf(meta.holders[holder].split("|")[0]);
  return alone > 0 ? alone : holder;
};
