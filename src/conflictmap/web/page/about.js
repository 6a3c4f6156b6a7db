// Panels of the whole: what changed, what is not drawn, how the page was made.
import { eventCard } from "./cards.js";
import { transitions } from "./control.js";
import { el } from "./dom.js";
import { windowOf } from "./filters.js";
import { ruleLine, spanWords } from "./township.js";

const MOST = 200;
const title = (text) => el("h2", { id: "cm-panel-title", tabindex: "-1" }, text);

/** Transitions of control in the chosen range; each a button that goes there. */
export const changesPanel = (page) => {
  const { model, state, store, words, format } = page;
  const { from, to, rules, known } = state();
  const track = model.track(rules);
  const found = transitions(track, from, to, known ?? Infinity);
  const first = model.meta.days[0];
  return [
    title(words().say("changes")),
    el("p.cm-quiet", {}, format().range(first + from, first + to)),
    found.length === 0 ? el("p", {}, words().say("noChanges")) : null,
    el("ol.cm-changes", {}, found.slice(-MOST).reverse().map(({ day, unit, before, after }) => el("li", {},
      el("button.cm-link", { type: "button", on: { click: () => store.set({ day, unit, panel: "" }) } }, model.meta.units[unit - 1][1]),
      el("span.cm-quiet", {}, ` ${format().long(first + day)}`),
      el("div", {}, spanWords(page, track, before), " → ", el("strong", {}, spanWords(page, track, after)))))),
  ];
};

/** Events of the days shown that no mark stands for, by why. */
export const hiddenPanel = (page) => {
  const { model, view, state, words } = page;
  const listed = view.tally.list(...windowOf(state()));
  return [
    title(words().say("notDrawn")),
    ["region", "abroad", "unplaced"].map((name) => {
      const placing = model.meta.placings.indexOf(name);
      const events = listed.filter((event) => model.events.placing[event] === placing);
      if (events.length === 0) return null;
      return [el("h3", {}, `${words().say(name)} (${page.format().number(events.length)})`), events.slice(0, MOST).map((event) => eventCard(page, event, false))];
    }),
  ];
};

/** Method, versions, sources and their licences, and what the page cannot tell. */
export const aboutPanel = (page) => {
  const { model, words, format } = page;
  const { say } = words();
  const { meta } = model;
  return [
    title(say("about")),
    el("p", {}, say("uncertain")),
    el("p", {}, say("controlNote")),
    el("p", {}, say("closed", { day: format().long(meta.cutoff) }), "."),
    meta.questions ? el("p", {}, say("questions", { n: format().number(meta.questions) }), ".") : null,
    el("h3", {}, say("ruleSet"), ": ", say(page.state().rules)),
    el("ul.cm-rules", {}, Object.keys(meta.ruleLines).sort((one, other) => one.localeCompare(other, "en", { numeric: true })).map((rule) => el("li", {}, el("span.cm-id", {}, rule), " ", ruleLine(page, rule)))),
    el("h3", {}, say("sources")),
    el("ul", {}, meta.credits.map((credit) => el("li", {}, credit))),
    el("h3", {}, say("versions")),
    el("dl", {}, Object.entries(meta.versions).map(([name, version]) => [el("dt", {}, name), el("dd.cm-id", {}, version)])),
  ];
};
