// Paints the timeline: events a day, stacked by type; months and days below; ticks where control changed.
import { INK, TYPE_STYLES } from "../base/palette.js";

const LANE = 9; // pixels for the ticks of transitions
const AXIS = 17; // pixels for dates
const WIDEST = 26; // pixels of a bar
const NARROWEST = 3; // pixels of a bar: days are put together until a bar is as wide

/** Days in one bar. */
export const daysPerBar = (days, width) => {
  const steps = [1, 2, 7, 14, 28, 91, 182, 364];
  return steps.find((step) => (width / days) * step >= NARROWEST) ?? steps[steps.length - 1];
};

/**
 * Bars of summed counts: [first day, counts by type].
 * @param {Uint32Array} counts days times types
 * @returns {[number, number[]][]}
 */
export const makeBars = (counts, types, perBar) => {
  const days = counts.length / types;
  /** @type {[number, number[]][]} */
  const bars = [];
  for (let first = 0; first < days; first += perBar) {
    const sums = new Array(types).fill(0);
    for (let day = first; day < Math.min(days, first + perBar); day += 1) {
      for (let type = 0; type < types; type += 1) sums[type] += counts[day * types + type];
    }
    bars.push([first, sums]);
  }
  return bars;
};

/** Height of the bars: the rest is for the ticks of transitions and for dates. */
export const barsHeight = (height) => height - AXIS - LANE;

/**
 * What does not move with the day, painted once on a canvas of its own: bars, ticks of transitions, dates.
 * @param {CanvasRenderingContext2D} context
 * @param {{width: number, height: number, days: number, bars: [number, number[]][], perBar: number,
 *   ticks: {day: number, colour: string}[], labels: {day: number, text: string}[]}} what
 */
export const paintStill = (context, what) => {
  const { width, height, days, ticks } = what;
  const at = (day) => (day / days) * width;
  const floor = barsHeight(height);
  context.clearRect(0, 0, width, height);
  paintBars(context, what, at, floor);
  context.fillStyle = "rgba(27,27,26,0.45)";
  context.fillRect(0, floor, width, 1);
  const tick = Math.max(2, Math.min(width / days - 1, 5));
  ticks.forEach(({ day, colour }, place) => {
    if (ticks[place + 1]?.day === day) return; // the next one lies on it
    context.fillStyle = colour;
    context.fillRect(at(day + 0.5) - tick / 2, floor + 2.5, tick, LANE - 3);
  });
  paintDates(context, what, at, floor + LANE);
};

const paintBars = (context, { days, bars, perBar }, at, floor) => {
  const highest = Math.max(1, ...bars.map(([, sums]) => sums.reduce((sum, each) => sum + each, 0)));
  const unit = (floor - 4) / highest;
  for (const [first, sums] of bars) {
    const slot = at(Math.min(days, first + perBar)) - at(first);
    const wide = Math.max(1, Math.min(WIDEST, slot - (slot > 4 ? 1 : 0)));
    const left = at(first) + (slot - wide) / 2;
    let top = floor;
    sums.forEach((events, type) => {
      if (!events) return;
      const tall = events * unit;
      top -= tall;
      context.fillStyle = TYPE_STYLES[type].colour;
      context.fillRect(left, top, wide, Math.max(0.5, tall - (tall > 3 ? 0.6 : 0)));
    });
  }
};

/**
 * The picture with the days of the window brought out.
 * @param {CanvasRenderingContext2D} context
 * @param {{width: number, height: number, days: number, picture: HTMLCanvasElement, window: number[]}} what `picture` is
 *   what `paintStill` has painted
 */
export const paintHistogram = (context, { width, height, days, picture, window }) => {
  const at = (day) => (day / days) * width;
  const floor = barsHeight(height);
  const [left, wide] = [at(window[0]), at(window[1] + 1) - at(window[0])];
  const scale = picture.height / height;
  const copy = (from, across, top, tall) => context.drawImage(picture, from * scale, top * scale, across * scale, tall * scale, from, top, across, tall);
  context.clearRect(0, 0, width, height);
  context.fillStyle = "rgba(27,27,26,0.06)";
  context.fillRect(left, 0, wide, floor);
  copy(0, width, floor, height - floor);
  context.globalAlpha = 0.32;
  copy(0, width, 0, floor);
  context.globalAlpha = 1;
  context.save();
  context.beginPath();
  context.rect(left, 0, wide, floor);
  context.clip();
  copy(0, width, 0, floor);
  context.restore();
};

const paintDates = (context, what, at, top) => {
  const { labels, width } = what;
  context.font = '500 11.5px "Source Sans 3 Variable", "Padauk", sans-serif';
  context.textBaseline = "top";
  context.textAlign = "left";
  context.fillStyle = INK;
  const middle = width / what.days > 8 ? 0.5 : 0; // of a day that is wide enough to have one
  let free = -Infinity;
  for (const { day, text } of labels) {
    const wide = context.measureText(text).width;
    const left = middle ? Math.max(0, at(day + middle) - wide / 2) : at(day);
    if (left < free || left + wide > width) continue;
    context.fillRect(at(day + middle), top, 1, 3);
    context.fillText(text, left + (middle ? 0 : 3), top + 3);
    free = left + wide + 14;
  }
};
