// Where the tiles of one size stand: each township near to where it lies, none on another. Nothing here draws.

const ACROSS = 1.25; // tiles: a township's tile may stand so much further east or west than north or south
const ROOM = 1.5; // cells for each township: empty ones keep the country's form

/**
 * Cells of a grid for points: each point, the most crowded in the middle first, takes the free cell that is nearest to it.
 * @param {[number, number][]} points lon, lat (degrees)
 * @returns {{cells: [number, number][], columns: number, rows: number}} column and row of each point, from 0, north first
 */
export const placeTiles = (points) => {
  const ends = (part) => points.reduce(([low, high], point) => [Math.min(low, point[part]), Math.max(high, point[part])], [Infinity, -Infinity]);
  const [[west, east], [south, north]] = [ends(0), ends(1)];
  const rows = Math.max(1, Math.round(Math.sqrt((points.length * ROOM * (north - south)) / Math.max(0.1, east - west))));
  const columns = Math.max(1, Math.ceil((points.length * ROOM) / rows));
  const wanted = spread(points).map(([x, y]) => /** @type {[number, number]} */ ([x * (columns - 1), (1 - y) * (rows - 1)]));
  const taken = new Set();
  const cells = /** @type {[number, number][]} */ (new Array(points.length));
  const middle = /** @type {[number, number]} */ ([(columns - 1) / 2, (rows - 1) / 2]);
  const order = wanted.map((_, place) => place).sort((left, right) => away(wanted[left], middle) - away(wanted[right], middle) || left - right);
  for (const place of order) {
    const [x, y] = wanted[place];
    /** @type {[number, number] | null} */
    let best = null;
    let least = Infinity;
    for (let column = 0; column < columns; column += 1) {
      for (let row = 0; row < rows; row += 1) {
        const far = Math.hypot((column - x) / ACROSS, row - y);
        if (far < least && !taken.has(row * columns + column)) [best, least] = [[column, row], far];
      }
    }
    if (best === null) throw new Error("there are more townships than tiles");
    taken.add(best[1] * columns + best[0]);
    cells[place] = best;
  }
  return { cells, columns, rows };
};

const away = ([x, y], [toX, toY]) => Math.hypot(x - toX, y - toY);

// half where a point lies, half its rank among all: crowded parts are pulled apart, the form stays
const spread = (points) => {
  const shares = [0, 1].map((part) => {
    const order = points.map((_, place) => place).sort((left, right) => points[left][part] - points[right][part] || left - right);
    const low = points[order[0]][part];
    const wide = points[order[order.length - 1]][part] - low || 1;
    const out = new Array(points.length);
    order.forEach((place, rank) => {
      out[place] = 0.5 * ((points[place][part] - low) / wide) + 0.5 * (rank / Math.max(1, points.length - 1));
    });
    return out;
  });
  return points.map((_, place) => [shares[0][place], shares[1][place]]);
};
