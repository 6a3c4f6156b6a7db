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
    evidenceFirst,
    evidence: of("evidence"),
  };
};

/** The last day of a span, exclusive; Infinity where it is open. */
export const spanEnd = (track, span) =>
  track.length[span] === 0 ? Infinity : track.start[span] + track.length[span];

/**
 * The span of a unit on a day, or -1 where nothing is known.
 * With `known`, spans that became known later are set aside, and the one before goes on in their place.
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

/** Changes from one span to the next of the same unit, by the day on which the later one begins. */
export const transitions = (track, from, to, known = Infinity) => {
  const found = [];
  for (let span = 1; span < track.unit.length; span += 1) {
    const day = track.start[span];
    if (track.unit[span] !== track.unit[span - 1] || day < from || day > to || track.known[span] > known) continue;
    const before = spanOn(track, track.unit[span], day - 1, known);
    if (before < 0 || !sameState(track, before, span)) found.push({ day, unit: track.unit[span], before, after: span });
  }
  return found.sort((one, other) => one.day - other.day || one.unit - other.unit);
};

/** Whether two spans say the same: state, holder and other. */
export const sameState = (track, one, other) =>
  track.state[one] === track.state[other] &&
  track.holder[one] === track.holder[other] &&
  track.other[one] === track.other[other];

/** Numbers of the events that a span rests on. */
export const evidenceOf = (track, span) =>
  Array.from(track.evidence.subarray(track.evidenceFirst[span], track.evidenceFirst[span + 1]));
