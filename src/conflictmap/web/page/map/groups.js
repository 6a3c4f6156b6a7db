// Which spots are drawn as one mark at a zoom, so that no two marks lie on each other.
import { spotRadius } from "./marks.js";

const GAP = 3; // pixels between the edges of two marks
const CELL = 48; // pixels: no two marks that touch are further apart
const AROUND = 8; // directions in which a ring gives way

/** @typedef {{of: Int32Array, leader: number[], x: number[], y: number[], weight: number[], radius: (group: number) => number}} Groups */

/**
 * Spots that have a weight in the order in which they find their places: points first, as a ring stands for a whole township
 * and can give way, which a point cannot; then those with more events.
 * @param {{x: ArrayLike<number>, precision: ArrayLike<number>}} spots
 * @param {ArrayLike<number>} weight
 * @param {ArrayLike<number>} standing
 */
export const rankSpots = (spots, weight, standing) => {
  const order = [];
  for (let spot = 0; spot < spots.x.length; spot += 1) if (weight[spot] > 0) order.push(spot);
  const ring = (spot) => (spots.precision[spot] === 3 ? 1 : 0);
  return order.sort((left, right) => ring(left) - ring(right) || standing[right] - standing[left] || left - right);
};

/**
 * Group spots that would overlap.
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>, precision: ArrayLike<number>}} spots x, y in the world's pixels at zoom 0
 * @param {ArrayLike<number>} weight events at each spot that are to be drawn: a spot without any is in no group
 * @param {number} scale 2 to the power of the zoom
 * @param {object} [more]
 * @param {ArrayLike<number>} [more.standing] events at each spot, ever: who has more keeps its place, also on another day
 * @param {(spot: number, x: number, y: number) => boolean} [more.within] whether a spot's mark may give way to a point of
 *   the world at zoom 0
 * @param {Int32Array} [more.of] of an earlier grouping of these spots that nobody asks any more: its room is taken
 * @param {number[] | null} [more.ranked] all spots in order, as `rankSpots` gives them, if they are at hand
 * @returns {Groups} the group of each spot; of
 *   each group the spot that leads it, where it is drawn (world pixels at this scale), its events, and its radius
 */
export const groupSpots = (spots, weight, scale, { standing = weight, within = () => true, of = new Int32Array(spots.x.length), ranked = null } = {}) => {
  const ring = (spot) => (spots.precision[spot] === 3 ? 1 : 0);
  const order = ranked ? ranked.filter((spot) => weight[spot] > 0) : rankSpots(spots, weight, standing);
  /** @type {Groups} */
  const groups = { of: of.fill(-1), leader: [], x: [], y: [], weight: [], radius: () => 0 };
  const radii = []; // of groups as they stand: each is asked for often
  const sized = (group) => spotRadius(groups.weight[group], spots.precision[groups.leader[group]]);
  groups.radius = (group) => radii[group];
  const cells = new Map();
  const into = []; // the group that took each in, or itself
  const join = (group, more) => {
    groups.weight[group] += more;
    radii[group] = sized(group);
    // it grew: what it touches now is of it too, or both of an older one
    const [other] = touching(cells, groups, { x: groups.x[group], y: groups.y[group] }, groups.radius(group), group);
    if (other === undefined) return;
    const [older, younger] = [Math.min(group, other), Math.max(group, other)];
    into[younger] = older;
    take(cells, groups, younger);
    join(older, groups.weight[younger]);
  };
  for (const spot of order) {
    const place = { x: spots.x[spot] * scale, y: spots.y[spot] * scale };
    const radius = spotRadius(weight[spot], spots.precision[spot]);
    const near = touching(cells, groups, place, radius);
    const same = near.find((group) => ring(groups.leader[group]) === ring(spot));
    const free = near.length === 0 ? place : same !== undefined ? null : giveWay(cells, groups, place, radius, near[0], (x, y) => within(spot, x / scale, y / scale));
    if (free === null) {
      groups.of[spot] = same ?? near[0];
      join(groups.of[spot], weight[spot]);
      continue;
    }
    groups.of[spot] = groups.leader.length;
    into.push(groups.leader.length);
    put(cells, free, groups.leader.length);
    groups.leader.push(spot);
    groups.x.push(free.x);
    groups.y.push(free.y);
    groups.weight.push(weight[spot]);
    radii.push(radius);
  }
  groups.radius = sized;
  return withoutTaken(groups, order, into);
};

// The same without the groups that others took in.
const withoutTaken = (groups, order, into) => {
  const number = new Int32Array(into.length).fill(-1);
  let kept = 0;
  for (let group = 0; group < into.length; group += 1) {
    if (into[group] !== group) {
      number[group] = number[into[group]]; // an older one, so that it has its number
      continue;
    }
    for (const list of [groups.leader, groups.x, groups.y, groups.weight]) list[kept] = list[group];
    number[group] = kept;
    kept += 1;
  }
  for (const list of [groups.leader, groups.x, groups.y, groups.weight]) list.length = kept;
  for (const spot of order) groups.of[spot] = number[groups.of[spot]];
  return groups;
};

const key = (column, row) => column * 4194304 + row;

const put = (cells, { x, y }, group) => {
  const cell = key(Math.floor(x / CELL), Math.floor(y / CELL));
  if (!cells.has(cell)) cells.set(cell, []);
  cells.get(cell).push(group);
};

const take = (cells, groups, group) => {
  const held = cells.get(key(Math.floor(groups.x[group] / CELL), Math.floor(groups.y[group] / CELL)));
  held.splice(held.indexOf(group), 1);
};

// groups but one whose marks a mark at this place would touch, the nearest first
const touching = (cells, groups, { x, y }, radius, but = -1) => {
  const near = [];
  const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
  for (let left = column - 1; left <= column + 1; left += 1) {
    for (let top = row - 1; top <= row + 1; top += 1) {
      for (const group of cells.get(key(left, top)) ?? []) {
        if (group === but) continue;
        const apart = (groups.x[group] - x) ** 2 + (groups.y[group] - y) ** 2;
        if (apart < (radius + groups.radius(group) + GAP) ** 2) near.push([apart, group]);
      }
    }
  }
  return near.length < 2 ? near.map(([, group]) => group) : near.sort((left, right) => left[0] - right[0] || left[1] - right[1]).map(([, group]) => group);
};

// whether a mark at this place would touch none; in a crowd the first that it touches answers
const isFree = (cells, groups, { x, y }, radius) => {
  const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
  for (const left of [column, column - 1, column + 1]) {
    for (const top of [row, row - 1, row + 1]) {
      const held = cells.get(key(left, top));
      if (held === undefined) continue;
      for (const group of held) {
        if ((groups.x[group] - x) ** 2 + (groups.y[group] - y) ** 2 < (radius + groups.radius(group) + GAP) ** 2) return false;
      }
    }
  }
  return true;
};

// the nearest free place on circles around its own, first away from what it touches; null if there is none near
const giveWay = (cells, groups, place, radius, touched, within) => {
  const away = Math.atan2(place.y - groups.y[touched], place.x - groups.x[touched]);
  for (let distance = 10; distance <= 34; distance += 8) {
    for (let step = 0; step < AROUND; step += 1) {
      const turn = Math.ceil(step / 2) * (step % 2 ? 1 : -1); // 0, 1, -1, 2, -2 ...
      const angle = away + (2 * Math.PI * turn) / AROUND;
      const tried = { x: place.x + distance * Math.cos(angle), y: place.y + distance * Math.sin(angle) };
      if (within(tried.x, tried.y) && isFree(cells, groups, tried, radius)) return tried;
    }
  }
  return null;
};

/**
 * Events that several spots of one group tell of are one event: take the others off the sums.
 * @param {Int32Array} sums groups times kinds, changed in place
 * @param {number[]} several events with more than one mark
 * @param {{firstMark: Uint32Array, shows: (event: number) => boolean, worth?: (event: number) => number}} tally
 */
export const countOnce = (sums, groups, several, tally, { marks, kind, kinds }) => {
  for (const event of several) {
    if (!tally.shows(event)) continue;
    const seen = new Set();
    for (let mark = tally.firstMark[event]; mark < tally.firstMark[event + 1]; mark += 1) {
      const group = groups.of[marks.spot[mark]];
      if (seen.has(group)) sums[group * kinds + kind[event]] -= tally.worth?.(event) ?? 1;
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
    const group = groups.of[spot];
    if (group < 0) continue;
    const from = spot * types;
    const to = group * types;
    for (let type = 0; type < types; type += 1) sums[to + type] += counts[from + type];
  }
  return sums;
};

/**
 * The spots of a group.
 * @param {{of: Int32Array}} groups
 * @param {number} group
 */
export const spotsOf = ({ of }, group) => {
  const members = [];
  of.forEach((each, spot) => {
    if (each === group) members.push(spot);
  });
  return members;
};
