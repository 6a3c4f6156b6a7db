// Which spots are drawn as one mark at a zoom, so that no two marks lie on each other. The same whatever day it is.
import { spotRadius } from "./marks.js";

const GAP = 3; // pixels between the edges of two marks
const CELL = 48; // pixels: no two marks that touch are further apart
const AROUND = 12; // directions in which a ring gives way

/**
 * Group spots that would overlap.
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>, precision: ArrayLike<number>}} spots x, y in the world's pixels at zoom 0
 * @param {ArrayLike<number>} weight events at each spot, ever: the heavier keeps its place, the lighter joins it
 * @param {number} scale 2 to the power of the zoom
 * @returns {{of: Int32Array, leader: number[], x: number[], y: number[], weight: number[],
 *   radius: (group: number) => number}} the group of each spot; of
 *   each group the spot that leads it, where it is drawn (world pixels at this scale), its events, ever, and its radius
 */
export const groupSpots = (spots, weight, scale) => {
  const total = spots.x.length;
  const order = Array.from({ length: total }, (_, spot) => spot).filter((spot) => weight[spot] > 0);
  // points first: a ring stands for a whole township and can give way, a point cannot
  const ring = (spot) => (spots.precision[spot] === 3 ? 1 : 0);
  order.sort((one, other) => ring(one) - ring(other) || weight[other] - weight[one] || one - other);
  const groups = { of: new Int32Array(total).fill(-1), leader: [], x: [], y: [], weight: [], radius: null };
  groups.radius = (group) => spotRadius(groups.weight[group], spots.precision[groups.leader[group]]);
  const cells = new Map();
  for (const spot of order) {
    const place = { x: spots.x[spot] * scale, y: spots.y[spot] * scale };
    const radius = spotRadius(weight[spot], spots.precision[spot]);
    const near = touching(cells, groups, place, radius);
    const same = near.find((group) => ring(groups.leader[group]) === ring(spot));
    if (same !== undefined) {
      groups.of[spot] = same;
      groups.weight[same] += weight[spot];
      continue;
    }
    const free = near.length ? giveWay(cells, groups, place, radius, near[0]) : place;
    groups.of[spot] = groups.leader.length;
    put(cells, free, groups.leader.length);
    groups.leader.push(spot);
    groups.x.push(free.x);
    groups.y.push(free.y);
    groups.weight.push(weight[spot]);
  }
  return groups;
};

const key = (column, row) => column * 4194304 + row;

const put = (cells, { x, y }, group) => {
  const cell = key(Math.floor(x / CELL), Math.floor(y / CELL));
  if (!cells.has(cell)) cells.set(cell, []);
  cells.get(cell).push(group);
};

// groups whose marks a mark at this place would touch, the nearest first
const touching = (cells, groups, { x, y }, radius) => {
  const found = [];
  const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
  for (let left = column - 1; left <= column + 1; left += 1) {
    for (let top = row - 1; top <= row + 1; top += 1) {
      for (const group of cells.get(key(left, top)) ?? []) {
        const apart = Math.hypot(groups.x[group] - x, groups.y[group] - y);
        if (apart < radius + groups.radius(group) + GAP) found.push([apart, group]);
      }
    }
  }
  return found.sort((one, other) => one[0] - other[0] || one[1] - other[1]).map(([, group]) => group);
};

// the nearest free place on circles around its own, first away from what it touches; its own, if there is none near
const giveWay = (cells, groups, place, radius, touched) => {
  const away = Math.atan2(place.y - groups.y[touched], place.x - groups.x[touched]);
  for (let distance = 10; distance <= 40; distance += 6) {
    for (let step = 0; step < AROUND; step += 1) {
      const turn = Math.ceil(step / 2) * (step % 2 ? 1 : -1); // 0, 1, -1, 2, -2 ...
      const angle = away + (2 * Math.PI * turn) / AROUND;
      const tried = { x: place.x + distance * Math.cos(angle), y: place.y + distance * Math.sin(angle) };
      if (touching(cells, groups, tried, radius).length === 0) return tried;
    }
  }
  return place;
};

/**
 * Events that several spots of one group tell of are one event: take the others off the sums.
 * @param {Int32Array} sums groups times kinds, changed in place
 * @param {number[]} several events with more than one mark
 * @param {{firstMark: Uint32Array, shows: (event: number) => boolean}} tally
 */
export const countOnce = (sums, groups, several, tally, { marks, kind, kinds }) => {
  for (const event of several) {
    if (!tally.shows(event)) continue;
    const seen = new Set();
    for (let mark = tally.firstMark[event]; mark < tally.firstMark[event + 1]; mark += 1) {
      const group = groups.of[marks.spot[mark]];
      if (seen.has(group)) sums[group * kinds + kind[event]] -= 1;
      seen.add(group);
    }
  }
  return sums;
};

/**
 * Sum the counts of spots into their groups.
 * @param {Int32Array} counts spots times types
 * @returns {Int32Array} groups times types
 */
export const groupCounts = (counts, groups, types) => {
  const sums = new Int32Array(groups.leader.length * types);
  for (let spot = 0; spot < groups.of.length; spot += 1) {
    if (groups.of[spot] < 0) continue;
    const from = spot * types;
    const to = groups.of[spot] * types;
    for (let type = 0; type < types; type += 1) sums[to + type] += counts[from + type];
  }
  return sums;
};
