// The layer of the reader's own table: which squares stand in a frame, and what lies under a finger.
import { windowOf } from "../state/filters.js";
import { paintOwn, squareSize } from "../paint/paint-own.js";
import { groupSpots } from "./groups.js";

/** @param {import("../base/types").Store} store */
export const makeOwnLayer = (store) => {
  /** @type {any} */
  let table = null;
  /** @type {any} */
  let groups = null;
  let squares = /** @type {{x: number, y: number, rows: number, group: number}[]} */ ([]);
  const inWindow = (row) => {
    const [from, to] = windowOf(store.get());
    return table.undated[row] || (table.day[row] >= from && table.day[row] <= to);
  };
  return {
    take: (next) => {
      table = next;
    },
    painter: {
      name: "own",
      asked: () => table !== null && store.get().own,
      paint: (context, frame) => {
        const weight = new Uint32Array(table.spots.x.length);
        for (let row = 0; row < table.spot.length; row += 1) if (inWindow(row)) weight[table.spot[row]] += 1;
        groups = groupSpots(table.spots, weight, frame.scale);
        squares = groups.leader.map((_, group) => ({ x: groups.x[group] - frame.x0, y: groups.y[group] - frame.y0, rows: groups.weight[group], group }))
          .filter(({ x, y }) => x > -20 && y > -20 && x < frame.width + 20 && y < frame.height + 20);
        paintOwn(context, squares);
      },
    },
    /** What the squares take of the frame: [left, top, right, bottom]. */
    boxes: () => (table === null || !store.get().own ? [] : squares.map(({ x, y, rows }) => [x - squareSize(rows) - 2, y - squareSize(rows) - 2, x + squareSize(rows) + 2, y + squareSize(rows) + 2])),
    /** Numbers of the rows of the square at a point of the frame; null where there is none. */
    under: (x, y) => {
      if (table === null || !store.get().own) return null;
      const square = squares.find((each) => Math.max(Math.abs(each.x - x), Math.abs(each.y - y)) <= squareSize(each.rows) + 4);
      return square ? Array.from(table.spot.keys()).filter((row) => groups.of[table.spot[row]] === square.group && inWindow(row)) : null;
    },
  };
};
