// Who held a township on a day, by one rule set, as far as it was known on another day.

/**
 * The spans of one rule set, sorted by unit and start.
 * @param {{get: (name: string) => any}} columns
 * @param {string} rules
 * @param {number} units how many there are; unit numbers start at 1
 */
export const readTrack = (columns, rules, units) => {
  const of = (name) => columns.get(`${rules}.${name}`);
  const unit = of("unit");
  const first = new Uint32Array(units + 2);
  for (const number of unit) first[number + 1] += 1;
  for (let number = 1; number < first.length; number += 1) first[number] += first[number - 1];
  const [early, late] = [of("early"), of("late")];
  const wide = new Uint8Array(units + 1); // units with a transition that is an interval: they are few
  for (let span = 0; span < unit.length; span += 1) if (early[span] + late[span] > 0) wide[unit[span]] = 1;
  const counts = of("evidenceCount");
  const evidenceFirst = new Uint32Array(counts.length + 1);
  counts.forEach((count, span) => {
    evidenceFirst[span + 1] = evidenceFirst[span] + count;
  });
  return {
    rules,
    first, // of unit n: spans first[n] to first[n + 1]
    unit,
    start: of("start"),
    length: of("length"),
    state: of("state"),
    holder: of("holder"),
    other: of("other"),
    confidence: of("confidence"),
    ruleList: of("rules"),
    known: of("known"),
    early, // days before and after its start on which it can have begun too (R14)
    late,
    wide,
    parts: of("parts"),
    evidenceFirst,
    evidence: of("evidence"),
  };
};

/**
 * The last day of a span, exclusive; Infinity where it is open.
 * @param {import("../base/types").Track} track
 */
export const spanEnd = (track, span) =>
  track.length[span] === 0 ? Infinity : track.start[span] + track.length[span];

/**
 * The span of a unit on a day, or -1 where nothing is known.
 * With `known`, spans that became known later are set aside, and the one before goes on in their place.
 * @param {import("../base/types").Track} track
 */
export const spanOn = (track, unit, day, known = Infinity) => {
  let low = track.first[unit];
  let high = track.first[unit + 1];
  const begin = low;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (track.start[middle] <= day) low = middle + 1;
    else high = middle;
  }
  for (let span = low - 1; span >= begin; span -= 1) {
    if (track.known[span] <= known) return span === low - 1 && spanEnd(track, span) <= day ? -1 : span;
  }
  return -1;
};

/**
 * The span of the same unit before (-1) or after (1) another, as far as it was known; -1 where there is none.
 * @param {import("../base/types").Track} track
 */
const beside = (track, span, step, known) => {
  for (let other = span + step; other >= 0 && track.unit[other] === track.unit[span]; other += step) {
    if (track.known[other] <= known) return other;
  }
  return -1;
};

/**
 * R14: the transition of a unit whose interval holds a day: both what was before and what came after are possible on it.
 * It was done by the interval's last day, so on that day nothing is open any more.
 * @returns {[before: number, after: number] | null} two spans
 * @param {import("../base/types").Track} track
 */
export const openOn = (track, unit, day, known = Infinity) => {
  if (!track.wide[unit]) return null;
  const here = spanOn(track, unit, day, known);
  if (here < 0) return null;
  const [before, after] = [beside(track, here, -1, known), beside(track, here, 1, known)];
  if (after >= 0 && track.start[after] - track.early[after] <= day) return sameState(track, here, after) ? null : [here, after];
  if (before >= 0 && day < track.start[here] + track.late[here]) return sameState(track, before, here) ? null : [before, here];
  return null;
};

/**
 * The two holders whose colours stand for a transition that is open: who had it, and who is new in it.
 * @param {import("../base/types").Track} track
 */
export const openHolders = (track, [before, after]) => {
  const had = track.holder[before];
  return [had, [track.holder[after], track.other[after]].find((each) => each && each !== had) ?? track.holder[after]];
};

/**
 * First and last day on which a span can have begun; the same day where that is certain.
 * @param {import("../base/types").Track} track
 */
export const beginOf = (track, span) => [track.start[span] - track.early[span], track.start[span] + track.late[span]];

/**
 * Changes from one span to the next of the same unit, by the day on which the later one begins.
 * @param {import("../base/types").Track} track
 */
export const transitions = (track, from, to, known = Infinity) => {
  const asked = `${from} ${to} ${known}`;
  if (told.get(track)?.asked !== asked) told.set(track, { asked, changes: changesOf(track, from, to, known) });
  return told.get(track).changes;
};

const told = new WeakMap(); // of each track what was asked for last: the card, the clock and the way through ask for the same

const changesOf = (track, from, to, known) => {
  const changes = [];
  for (let span = 1; span < track.unit.length; span += 1) {
    const day = track.start[span];
    if (track.unit[span] !== track.unit[span - 1] || day < from || day > to || track.known[span] > known) continue;
    const isNext = track.start[span - 1] < day && track.known[span - 1] <= known; // as nearly always: no search
    const before = isNext ? (spanEnd(track, span - 1) < day ? -1 : span - 1) : spanOn(track, track.unit[span], day - 1, known);
    if (before < 0 || !sameState(track, before, span)) changes.push({ day, unit: track.unit[span], before, after: span });
  }
  return changes.sort((left, right) => left.day - right.day || left.unit - right.unit);
};

/**
 * Whether two spans say the same: state, holder and other.
 * @param {import("../base/types").Track} track
 */
export const sameState = (track, first, other) =>
  track.state[first] === track.state[other] &&
  track.holder[first] === track.holder[other] &&
  track.other[first] === track.other[other];

/**
 * Numbers of the events that a span rests on.
 * @param {import("../base/types").Track} track
 */
export const evidenceOf = (track, span) =>
  Array.from(track.evidence.subarray(track.evidenceFirst[span], track.evidenceFirst[span + 1]));
