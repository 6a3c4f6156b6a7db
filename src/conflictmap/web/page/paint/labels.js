// Which names fit on the map: ranked, none on another and none on a mark.

/** @typedef {{text: string, x: number, y: number, style: string, rank: number, dot?: boolean, mark?: boolean, gap?: number, anchor?: boolean, inside?: (x: number, y: number) => boolean}} Wish a name and
 *   where it would stand: around a dot of its own, around a mark that is there, or centred, but
 *   with its middle `inside` what it names; an `anchor` goes further away rather than give way */

/** Boxes on a grid of cells, so that asking whether one is free does not ask all. */
const makeSpace = (cell = 48) => {
  const cells = new Map();
  return {
    /** Whether no box that was taken lies on this one. A map's names ask some thousand times: nothing is made for it. */
    free: (left, top, right, bottom) => {
      const [columns, rows] = [Math.floor(right / cell), Math.floor(bottom / cell)];
      for (let column = Math.floor(left / cell); column <= columns; column += 1) {
        for (let row = Math.floor(top / cell); row <= rows; row += 1) {
          const taken = cells.get(column * 65536 + row);
          if (taken === undefined) continue;
          for (let place = 0; place < taken.length; place += 1) {
            const box = taken[place];
            if (left < box[2] && right > box[0] && top < box[3] && bottom > box[1]) return false;
          }
        }
      }
      return true;
    },
    take: (box) => {
      const [columns, rows] = [Math.floor(box[2] / cell), Math.floor(box[3] / cell)];
      for (let column = Math.floor(box[0] / cell); column <= columns; column += 1) {
        for (let row = Math.floor(box[1] / cell); row <= rows; row += 1) {
          const key = column * 65536 + row;
          const taken = cells.get(key);
          if (taken === undefined) cells.set(key, [box]);
          else taken.push(box);
        }
      }
    },
  };
};

const GAP = 6; // pixels from a town's dot to its name
// where a name may stand around its dot, best first: as a share of its width and height
const AROUND = [
  (width, height, gap) => [gap, -height / 2],
  (width, height, gap) => [-gap - width, -height / 2],
  (width, height, gap) => [-width / 2, -gap - height],
  (width, height, gap) => [-width / 2, gap],
];
// further away, for a name that has to stand: twelve directions at growing distances, up to a tenth of the frame's width
const FURTHER = [10, 20, 32, 46, 62, 80];
const afar = (most) => FURTHER.filter((more) => more <= most).flatMap((more) =>
  [0, 180, -90, 90, -40, 40, -140, 140, -20, 20, -160, 160].map((angle) => (width, height, gap) => {
    const [across, down] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
    return [across * (gap + more + width / 2) - width / 2, down * (gap + more + height / 2) - height / 2];
  }));
const furthest = new Map(); // places of a name that has to stand, by how far away it may be
const standingPlaces = (most) => {
  if (!furthest.has(most)) furthest.set(most, [...AROUND, ...afar(most)]);
  return furthest.get(most);
};
const SAME = 90; // pixels: the same name twice within them is the same place, as a point and as a township
// an area's name stands in its middle, or near it where a mark is
const CENTRED = [[0, 0], [0, -1], [0, 1], [-0.5, 0], [0.5, 0], [0, -2], [0, 2], [-0.5, -1], [0.5, -1], [-0.5, 1], [0.5, 1],
  [0, -3], [0, 3], [-0.5, -2], [0.5, -2], [-0.5, 2], [0.5, 2], [-1, 0], [1, 0], [0, -4.5], [0, 4.5], [-0.5, -3.5], [0.5, -3.5], [-0.5, 3.5], [0.5, 3.5]].map(
  ([across, down]) => (width, height) => [width * (across - 0.5), height * (1.4 * down - 0.5)],
);

/**
 * Choose the names that fit.
 * @param {Wish[]} wishes
 * @param {(text: string, style: string) => [number, number]} measure width and height in pixels
 * @param {{width: number, height: number}} frame
 * @param {number[][]} obstacles boxes that no name may cover
 * @param {number[]} [within] the box that no name may leave
 * @returns {{wish: Wish, left: number, top: number, width: number, height: number}[]}
 */
export const chooseLabels = (wishes, measure, frame, obstacles, within = [0, 0, frame.width, frame.height]) => {
  const space = makeSpace();
  for (const box of obstacles) space.take(box);
  const chosen = [];
  /** @type {Map<string, Wish[]>} */
  const standing = new Map(); // the wishes that were met, by their text
  const places = standingPlaces(frame.width / 10);
  for (const wish of [...wishes].sort((one, other) => one.rank - other.rank)) { // equals stay in their order
    const alike = standing.get(wish.text);
    if (alike?.some((other) => Math.hypot(other.x - wish.x, other.y - wish.y) < SAME)) continue;
    const [width, height] = measure(wish.text, wish.style);
    for (const offset of wish.anchor ? places : wish.dot ? AROUND : CENTRED) {
      const [dx, dy] = offset(width, height, wish.gap ?? GAP);
      const [left, top] = [wish.x + dx, wish.y + dy];
      const [right, bottom] = [left + width, top + height];
      if (left - 2 < within[0] || top - 1 < within[1] || right + 2 > within[2] || bottom + 1 > within[3] || !space.free(left - 2, top - 1, right + 2, bottom + 1)) continue;
      if (wish.inside && !wish.inside(left + width / 2, top + height / 2)) continue;
      space.take([left - 2, top - 1, right + 2, bottom + 1]);
      if (wish.dot && !wish.mark) space.take([wish.x - 3, wish.y - 3, wish.x + 3, wish.y + 3]);
      chosen.push({ wish, left, top, width, height });
      if (alike) alike.push(wish);
      else standing.set(wish.text, [wish]);
      break;
    }
  }
  return chosen;
};

/** Least zoom at which a town of each rank is named: capital, state's seat, district's seat, township's seat, others. */
export const TOWN_ZOOM = [0, 5, 6.4, 7.6, 9.4];
