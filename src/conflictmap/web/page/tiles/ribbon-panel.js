// Each state or region as a ribbon over time: how many of its townships each party holds.
import { contextOf, el } from "../base/dom.js";
import { INK, withAlpha } from "../base/palette.js";
import { boundsOfArea, fitTo } from "../map/fit.js";
import { holderLabel, holderName, widerName } from "../words/wording.js";
import { sharesOver } from "./shares.js";

const [WIDE, HIGH] = [360, 30]; // pixels
const SAMPLES = 120; // of the range, at most
const kept = { key: "", rows: /** @type {ReturnType<typeof sharesOver>} */ ([]), days: /** @type {number[]} */ ([]) };

/** @param {import("../base/types").Page} page */
const rowsOf = ({ model, state }) => {
  const { rules, known } = state();
  const total = model.meta.days[1] - model.meta.days[0] + 1;
  const key = [rules, known, total].join();
  if (kept.key !== key) {
    const count = Math.min(SAMPLES, total);
    const days = Array.from({ length: count }, (_, place) => Math.round((place * (total - 1)) / Math.max(1, count - 1)));
    Object.assign(kept, { key, days, rows: sharesOver(model, state(), days) });
  }
  return kept;
};

/** @param {import("../base/types").Page} page */
const ribbon = ({ model, state }, { units, counts }, days) => {
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const canvas = el("canvas.cm-painted", { width: WIDE * ratio, height: HIGH * ratio, "aria-hidden": "true" });
  const context = contextOf(canvas);
  context.scale(ratio, ratio);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, WIDE, HIGH);
  const step = WIDE / days.length;
  const largest = [...counts].sort(([, left], [, right]) => Math.max(...right) - Math.max(...left));
  days.forEach((_, place) => {
    let top = HIGH;
    for (const [holder, each] of largest) {
      const tall = (each[place] / units.length) * HIGH;
      top -= tall;
      context.fillStyle = withAlpha(model.colourOf(holder), 0.8);
      context.fillRect(place * step, top, step + 0.5, tall);
    }
  });
  context.fillStyle = INK;
  const total = model.meta.days[1] - model.meta.days[0] + 1;
  context.fillRect(((state().day + 0.5) / total) * WIDE - 1, 0, 2, HIGH);
  return canvas;
};

// the nearest sample of the day, in words
/** @param {import("../base/types").Page} page */
const onDay = (page, { units, counts }, days) => {
  const { day } = page.state();
  const nearest = days.reduce((best, each, place) => (Math.abs(each - day) < Math.abs(days[best] - day) ? place : best), 0);
  const number = page.format().number;
  const held = [...counts].map(([holder, each]) => [holder, each[nearest]]).filter(([, count]) => count > 0).sort(([, left], [, right]) => right - left);
  const rest = units.length - held.reduce((sum, [, count]) => sum + count, 0);
  return [...held.map(([holder, count]) => `${holderLabel(page, holder)} ${number(count)}`), ...(rest > 0 ? [`${page.words().say("ribbonNobody")} ${number(rest)}`] : [])].join(", ");
};

/**
 * The content of the panel.
 * @param {import("../base/types").Page} page
 */
export const ribbonPanel = (page) => {
  const { model, map, words, format, state } = page;
  const { say } = words();
  const { rows, days } = rowsOf(page);
  const [first, last] = model.meta.days;
  const go = (adm1) => () => fitTo(map, boundsOfArea(model, adm1) ?? map.getBounds(), document.querySelector(".cm-panel")?.getBoundingClientRect() ?? null);
  const holders = [...new Set(rows.flatMap(({ counts }) => [...counts.keys()]))].sort((left, right) => left - right);
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, say("ribbon")),
    el("p.cm-quiet", {}, format().range(first, last), ". ", say("ribbonHint")),
    el("ul.cm-ribbon-key", {}, holders.map((holder) => el("li", {}, el("i", { style: { background: withAlpha(model.colourOf(holder), 0.8) } }), holderName(page, holder)))),
    el("ol.cm-ribbons", {}, rows.map((row) => el("li", {},
      el("button.cm-link", { type: "button", on: { click: go(row.adm1) } }, widerName(page, row.adm1)),
      el("span.cm-quiet", {}, ` ${format().long(first + state().day)}: ${onDay(page, row, days)}`),
      ribbon(page, row, days)))),
  ];
};
