// The drawer beside the map: what was chosen, in words. One at a time; Escape closes it.
import { aboutPanel, changesPanel, hiddenPanel } from "./about.js";
import { eventCard } from "./cards.js";
import { burmese, el, fill } from "./dom.js";
import { windowOf } from "./filters.js";
import { filterPanel } from "./filter-panel.js";
import { savePanel } from "./save-panel.js";
import { tablePanel } from "./table.js";
import { townshipPanel } from "./township.js";

const MOST = 60;
const FOLLOWED = ["unit", "spots", "event", "panel", "lang", "digits", "rules", "known"];
const FOLLOWED_IN_TIME = ["day", "from", "to", "window", "hidden", "actor", "adm1", "precision", "mode"];

/** Make the drawer and follow the store. */
export const makePanel = (page, root) => {
  const body = el("div.cm-panel-body");
  const close = el("button.cm-close", { type: "button", on: { click: () => shut() } });
  const drawer = el("section.cm-panel", { role: "region", "aria-labelledby": "cm-panel-title", hidden: true }, close, body);
  root.append(drawer);
  let before = null; // what had the focus

  const shut = () => {
    page.store.set({ unit: 0, spots: null, event: null, panel: "" });
    before?.focus?.();
  };

  page.store.follow((state, changed) => {
    const about = FOLLOWED.some((key) => changed.has(key));
    const timely = FOLLOWED_IN_TIME.some((key) => changed.has(key));
    const content = about || (timely && !drawer.hidden) ? contentOf(page, state) : undefined;
    if (content === undefined) return;
    const opened = drawer.hidden && content !== null;
    drawer.hidden = content === null;
    root.classList.toggle("cm-with-panel", content !== null);
    if (content === null) return;
    close.textContent = "×";
    close.setAttribute("aria-label", page.words().say("close"));
    const chosen = ["unit", "spots", "event", "panel"].some((key) => changed.has(key));
    const scrolled = chosen ? 0 : body.scrollTop;
    fill(body, content);
    body.scrollTop = scrolled;
    if (opened) {
      before = document.activeElement;
      body.querySelector("#cm-panel-title")?.focus({ preventScroll: true });
    }
  }, true);
  return { shut, isOpen: () => !drawer.hidden };
};

const contentOf = (page, state) => {
  const panels = { about: aboutPanel, table: tablePanel, changes: changesPanel, hidden: hiddenPanel, filters: filterPanel, save: savePanel };
  if (panels[state.panel]) return panels[state.panel](page);
  if (state.event !== null) return [title(page.words().say("event")), eventCard(page, state.event, true)];
  if (state.spots) return spotsPanel(page, state);
  return state.unit ? townshipPanel(page, state.unit) : null;
};

const title = (...text) => el("h2", { id: "cm-panel-title", tabindex: "-1" }, text);

/** Events at one or several spots, in the days shown. */
const spotsPanel = (page, state) => {
  const { model, view, words, format } = page;
  const { say } = words();
  const chosen = new Set(state.spots);
  const events = view.tally.list(...windowOf(state)).filter((event) => {
    for (let mark = view.tally.firstMark[event]; mark < view.tally.firstMark[event + 1]; mark += 1) {
      if (chosen.has(model.marks.spot[mark])) return true;
    }
    return false;
  });
  const names = [...new Set(state.spots.map((spot) => spotName(page, spot)))];
  const [unit] = [...new Set(state.spots.map((spot) => model.spots.unit[spot]))];
  const nameMy = state.spots.length === 1 ? model.meta.spotNames[state.spots[0]][1] : "";
  return [
    title(names.slice(0, 3).join(", "), names.length > 3 ? " …" : "", nameMy ? [" ", burmese(nameMy)] : null),
    el("p.cm-quiet", {}, events.length === 1 ? say("oneEvent") : say("eventsAt", { n: format().number(events.length) }), " · ", say(`precision${model.spots.precision[state.spots[0]]}`)),
    unit ? el("p", {}, el("button.cm-link", { type: "button", on: { click: () => page.store.set({ spots: null, unit }) } }, say("why"), ": ", model.meta.units[unit - 1][1])) : null,
    events.length ? events.reverse().slice(0, MOST).map((event) => eventCard(page, event, events.length === 1)) : el("p.cm-quiet", {}, say("noEventsHere")),
  ];
};

const spotName = ({ model }, spot) => {
  const [name] = model.meta.spotNames[spot];
  const unit = model.spots.unit[spot];
  return name || (unit ? model.meta.units[unit - 1][1] : "");
};
