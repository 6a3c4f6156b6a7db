// Where marks are and how large: nothing here draws.

const SINGLE = 5.2; // radius of a single event's mark, pixels
export const LARGEST = 22;
const LEAST_RING = 8.5; // of an event known by township only: its form stands inside

/** Radius of a mark of so many events: its area grows with them. */
export const markRadius = (events) => (events === 1 ? SINGLE : Math.min(LARGEST, 6.6 + 1.9 * Math.sqrt(events)));

/** Radius of a mark of a spot: what is known by township only has room for its form inside the ring. */
export const spotRadius = (events, precision) => (precision === 3 ? Math.max(LEAST_RING, markRadius(events)) : markRadius(events));

/**
 * Where each mark is and what it holds.
 * @param {ReturnType<import("./groups.js").groupSpots>} groups
 * @param {Int32Array} sums groups times kinds; kinds are types, then the same types as claims
 */
export const placeMarks = (groups, sums, kinds, spots, frame) => {
  const marks = [];
  for (let group = 0; group < groups.leader.length; group += 1) {
    let events = 0;
    for (let kind = 0; kind < kinds; kind += 1) events += sums[group * kinds + kind];
    if (events === 0) continue;
    const spot = groups.leader[group];
    const x = groups.x[group] - frame.x0;
    const y = groups.y[group] - frame.y0;
    if (x < -LARGEST || y < -LARGEST || x > frame.width + LARGEST || y > frame.height + LARGEST) continue;
    const precision = spots.precision[spot];
    const from = { x: spots.x[spot] * frame.scale - frame.x0, y: spots.y[spot] * frame.scale - frame.y0 };
    marks.push({ group, spot, x, y, from, events, radius: spotRadius(events, precision), precision });
  }
  return marks.sort((left, right) => right.radius - left.radius || left.group - right.group);
};

/** The mark at a point, or null: the smallest of those that are near enough for a finger. */
export const markAt = (marks, x, y, reach = 6) => {
  let best = null;
  for (const mark of marks) {
    if (Math.hypot(mark.x - x, mark.y - y) > mark.radius + reach) continue;
    if (best === null || mark.radius <= best.radius) best = mark;
  }
  return best;
};
