// Paints the rows of the reader's own table: black squares with a white edge, unlike any mark of the page's own.
import { INK } from "../base/palette.js";

const LEAST = 3.4; // pixels, half a side

/** Half a side of a square of so many rows. */
export const squareSize = (rows) => Math.min(15, rows === 1 ? LEAST : 5.4 + 1.5 * Math.sqrt(rows));

/** @param {CanvasRenderingContext2D} context @param {{x: number, y: number, rows: number}[]} squares */
export const paintOwn = (context, squares) => {
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { x, y, rows } of squares) {
    const half = squareSize(rows);
    context.fillStyle = "#fff";
    context.fillRect(x - half - 1.5, y - half - 1.5, 2 * half + 3, 2 * half + 3);
    context.fillStyle = INK;
    context.fillRect(x - half, y - half, 2 * half, 2 * half);
    if (rows === 1) continue;
    context.fillStyle = "#fff";
    context.font = `700 ${half < 8 ? 8.5 : 10.5}px "Source Sans 3 Variable", sans-serif`;
    context.fillText(rows > 9999 ? `${Math.round(rows / 1000)}k` : String(rows), x, y + 0.5);
  }
};
