// The keys of the page: their list, what they do on the map, and the switch that turns them off.
import { el } from "../base/dom.js";

const LIST = [["Tab", "keyTab"], ["← → ↑ ↓", "keyArrows"], ["Shift + ← →", "keyWeek"], ["Page Up, Page Down", "keyMonth"], ["Home, End", "keyEnds"], ["Space", "keySpace"],
  ["n, p", "keyWalk"], ["← →", "keyCurtain"], ["← → ↑ ↓", "keyTiles"], ["Enter", "keyEnter"], ["+ −", "keyZoom"], ["Escape", "keyEscape"], ["?", "keyHelp"]];
let on = true; // of the letters only; what has the focus keeps its own keys

/**
 * The panel that lists the keys.
 * @param {import("../base/types").Page} page
 */
export const keysPanel = ({ words }) => {
  const { say } = words();
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, say("keys")),
    el("dl.cm-key-list", {}, LIST.map(([key, word]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, say(word))])),
    el("p", {}, el("label.cm-switch", {}, el("input", { type: "checkbox", name: "letters", checked: on, on: { change: (event) => { on = event.target.checked; } } }), el("span", {}, say("keyLetters")))),
  ];
};

const writes = (target) => target.matches?.("input:not([type=checkbox]), select, textarea, [contenteditable]");

/**
 * Listen to the letters: "?" anywhere lists the keys; on the map n and p walk the marks, the nearest to its middle first,
 * and Enter opens the one that is reached.
 * @param {import("../base/types").Page} page
 */
export const listenToKeys = (page, tip, linesOf) => {
  const { map, store, view } = page;
  const container = map.getContainer();
  let way = []; // groups in the order of the walk, from the view that it began in
  let at = -1;
  const leave = () => {
    at = -1;
    page.ring.hide();
    tip.hide();
  };
  const step = (by) => {
    const { x, y } = map.getSize().divideBy(2);
    if (at < 0) way = view.seen().sort((left, right) => Math.hypot(left.x - x, left.y - y) - Math.hypot(right.x - x, right.y - y));
    if (way.length === 0) return;
    at = at < 0 ? (by > 0 ? 0 : way.length - 1) : (at + by + way.length) % way.length;
    const mark = way[at];
    page.ring.show(mark);
    const { left, top } = container.getBoundingClientRect();
    tip.show(linesOf(view.under(mark)), left + mark.x + mark.radius, top + mark.y);
  };
  container.addEventListener("keydown", (event) => {
    if (event.target !== container || event.ctrlKey || event.altKey || event.metaKey) return;
    if (on && (event.key === "n" || event.key === "p")) step(event.key === "n" ? 1 : -1);
    else if (event.key === "Enter" && at >= 0) {
      const { spots } = view.under(way[at]);
      leave();
      store.set({ spots: spots ?? null, unit: 0, event: null, panel: "" });
    } else return;
    event.preventDefault();
  });
  container.addEventListener("blur", leave);
  map.on("movestart", leave);
  store.follow((_, changed) => {
    if (changed.has("day") || changed.has("window")) leave();
  });
  document.addEventListener("keydown", (event) => {
    if (!on || event.key !== "?" || event.ctrlKey || event.altKey || event.metaKey || writes(event.target)) return;
    event.preventDefault();
    store.set({ panel: "keys", unit: 0, spots: null, event: null });
  });
};
