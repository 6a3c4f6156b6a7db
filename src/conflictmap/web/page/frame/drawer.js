// The drawer beside the map: what was chosen, in words. One at a time; Escape goes back to where one was.
import { aboutPanel, changesPanel, hiddenPanel } from "../panels/about.js";
import { keysPanel } from "../access/keys.js";
import { eventCard } from "../panels/event-cards.js";
import { el, fill } from "../base/dom.js";
import { filterPanel } from "../panels/filter-panel.js";
import { herePanel } from "../panels/place.js";
import { savePanel } from "../export/save-panel.js";
import { tablePanel } from "../panels/table.js";
import { comparePanel } from "../compare/compare-panel.js";
import { foundPanel } from "../panels/found.js";
import { feedPanel } from "../news/feed.js";
import { storyPanel } from "../news/story.js";
import { ownPanel } from "../own/own-panel.js";
import { ribbonPanel } from "../tiles/ribbon-panel.js";
import { tilesPanel } from "../tiles/tiles-panel.js";
import { townshipPanel } from "../panels/township.js";

const PANELS = {
  about: aboutPanel, table: tablePanel, changes: changesPanel, hidden: hiddenPanel, filters: filterPanel, save: savePanel, keys: keysPanel,
  story: storyPanel, feed: feedPanel, tiles: tilesPanel, ribbon: ribbonPanel, compare: comparePanel, own: ownPanel, found: foundPanel,
};
const CHOICE = ["unit", "spots", "event", "panel"];
const FOLLOWED = [...CHOICE, "lang", "digits", "rules", "known", "step", "versus", "tables", "ownRows", "own", "retaken", "words"];
const FOLLOWED_IN_TIME = ["day", "from", "to", "window", "hidden", "actor", "adm1", "precision", "mode", "side", "source"];
const NOTHING = { unit: 0, spots: null, event: null, panel: "" };
/** @returns {any} the part of a state that says what is chosen */
const choiceOf = (state) => Object.fromEntries(CHOICE.map((key) => [key, state[key]]));

/**
 * Make the drawer and follow the store.
 * @param {import("../base/types").Page} page
 */
export const makePanel = (page, root) => {
  const body = el("div.cm-panel-body");
  const close = el("button.cm-close", { type: "button", on: { click: () => shut() } });
  const drawer = el("section.cm-panel", { role: "region", "aria-labelledby": "cm-panel-title", hidden: true }, close, body);
  root.append(drawer);
  /** @type {any} */
  let before = null; // what had the focus outside the drawer
  let trail = []; // what was chosen before, and the number of the button that led on from it
  let shown = NOTHING;
  let returning = null;
  let isFirst = true;

  const buttons = () => [...body.querySelectorAll("button")];
  const focusHeading = () => body.querySelector("#cm-panel-title")?.focus({ preventScroll: true });
  const leaveMark = (opened) => {
    const active = document.activeElement;
    const place = buttons().indexOf(active);
    if (opened || (!drawer.contains(active) && active !== document.body)) {
      before = active;
      trail = [];
    } else if (place >= 0) trail.push({ choice: shown, place, scrolled: body.scrollTop });
  };
  const shut = () => {
    trail = [];
    page.store.set(NOTHING);
    before?.focus?.();
  };
  const back = () => {
    returning = trail.pop() ?? null;
    if (returning) page.store.set(returning.choice);
    else shut();
  };

  page.store.followAtRest((state, changed) => {
    const about = FOLLOWED.some((key) => changed.has(key));
    const timely = FOLLOWED_IN_TIME.some((key) => changed.has(key));
    const content = about || (timely && !drawer.hidden) ? contentOf(page, state) : undefined;
    if (content === undefined) return;
    const opened = drawer.hidden && content !== null;
    const chosen = CHOICE.some((key) => changed.has(key));
    if (content !== null && chosen && !returning) leaveMark(opened);
    drawer.hidden = content === null;
    drawer.dataset.panel = state.panel;
    root.classList.toggle("cm-with-panel", content !== null);
    shown = choiceOf(state);
    if (content === null) return;
    close.textContent = "×";
    close.setAttribute("aria-label", page.words().say("close"));
    const scrolled = chosen ? (returning?.scrolled ?? 0) : body.scrollTop;
    fill(body, content);
    body.scrollTop = scrolled;
    if (returning) (buttons()[returning.place] ?? body.querySelector("#cm-panel-title"))?.focus({ preventScroll: true });
    else if (chosen && !(isFirst && state.panel === "feed")) focusHeading(); // the news of a wide screen take no focus
    isFirst = false;
    returning = null;
  }, true);
  return {
    shut,
    back,
    isOpen: () => !drawer.hidden,
    /** Where the drawer lies, or null while it is shut. */
    box: () => (drawer.hidden ? null : drawer.getBoundingClientRect()),
    /** Go to its heading, as if it had just been opened. */
    enter: () => {
      if (drawer.hidden || drawer.contains(document.activeElement)) return;
      leaveMark(false);
      focusHeading();
    },
  };
};

/**
 * @param {import("../base/types").Page} page
 * @param {import("../base/types").State} state
 */
const contentOf = (page, state) => {
  if (PANELS[state.panel]) return PANELS[state.panel](page);
  if (state.event !== null) return [el("h2", { id: "cm-panel-title", tabindex: "-1" }, page.words().say("event")), eventCard(page, state.event, true)];
  if (state.spots) return herePanel(page, state);
  return state.unit ? townshipPanel(page, state.unit) : null;
};
