// The way through the war: one sentence a step, with its source; map and clock go along. It ends in free use.
import { townshipsChanged } from "./changes.js";
import { spanOn } from "../data/tracks.js";
import { el, fill, sourceLinks } from "../base/dom.js";
import { boundsOfChoice, flyTo } from "../map/fit.js";
import { eventCard } from "../panels/event-cards.js";
import { spanWords, unitName, widerName } from "../words/wording.js";
import { storySteps } from "./steps.js";

const NAMED = 2; // actors who hold together: more would make the sentence a list; the township names them all

const kept = { key: "", steps: /** @type {import("./steps.js").Step[]} */ ([]) };

/** @param {import("../base/types").Page} page */
const stepsOf = ({ model, state }) => {
  const { rules, from, to, known } = state();
  const key = [rules, from, to, known].join();
  if (kept.key !== key) Object.assign(kept, { key, steps: storySteps(model, state()) });
  return kept.steps;
};

/** @param {import("../base/types").Page} page */
const assessed = ({ model, state }) => {
  const { rules, day, known } = state();
  const track = model.track(rules);
  return model.meta.units.filter((_, place) => {
    const span = spanOn(track, place + 1, day, known ?? Infinity);
    return span >= 0 && !["unknown", "not_assessed"].includes(model.meta.states[track.state[span]]);
  }).length;
};

/** @type {Record<string, (page: import("../base/types").Page, step: import("./steps.js").Step) => any>} */
const SENTENCES = {
  open: ({ model, state, words, format }) => {
    const count = townshipsChanged(model, state());
    const [from, to] = [state().from, state().to].map((day) => format().long(model.meta.days[0] + day));
    return [words().say(count ? "storyOpen" : "storyOpenNone", { from, to, n: format().number(count), all: format().number(model.meta.units.length) })];
  },
  last: (page, { day }) => [page.words().say("storyLast", { day: page.format().long(page.model.meta.days[0] + day), n: page.format().number(assessed(page)), all: page.format().number(page.model.meta.units.length) })],
  change: (page, step) => {
    const track = page.model.track(page.state().rules);
    return placed(page, step, "storyChange", { before: spanWords(page, track, step.before, NAMED), after: el("strong", {}, spanWords(page, track, step.after, NAMED)) });
  },
  event: (page, step) => {
    const { model, words, format } = page;
    const deaths = model.events.fatalities[step.event] - 1;
    return placed(page, step, "storyEvent", {
      what: words().type(model.meta.types[model.events.type[step.event]]),
      deaths: el("strong", {}, words().say(deaths === 1 ? "storyDeath" : "storyDeaths", { n: format().number(deaths) })),
    });
  },
};

// a sentence with nodes in the place of its names
/** @param {import("../base/types").Page} page */
const placed = (page, { day, unit }, key, more) => {
  const values = { ...more, day: page.format().long(page.model.meta.days[0] + day), name: unitName(page, unit), state: widerName(page, page.model.meta.units[unit - 1][3]) };
  return page.words().say(key).split(/(\{\w+\})/).map((part) => (/^\{\w+\}$/.test(part) ? (values[part.slice(1, -1)] ?? "") : part));
};

// its address and name come when they are inflated
/** @param {import("../base/types").Page} page */
const sourceLine = (page, { kind, event }) => {
  const { model, words } = page;
  const { say } = words();
  if (kind === "open" || kind === "last") return null;
  const line = el("p.cm-quiet", {}, say("storyRests"), ": ", say("storyNoSource"));
  if (event >= 0) model.texts.row(event).then(([, , , url]) => fill(line, say("storyRests"), ": ", sourceLinks(url, model.meta.sources[model.events.source[event]][0])));
  return line;
};

/**
 * The content of the panel.
 * @param {import("../base/types").Page} page
 */
export const storyPanel = (page) => {
  const { state, store, words, format } = page;
  const { say } = words();
  const steps = stepsOf(page);
  const number = Math.min(state().step, steps.length - 1);
  const step = steps[number];
  const go = (to) => () => store.set({ step: to });
  const button = (name, label, to) => el(`button.cm-do.${name}`, { type: "button", disabled: to < 0 || to >= steps.length, on: { click: go(to) } }, say(label));
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, say("step", { n: format().number(number + 1), all: format().number(steps.length) })),
    el("p.cm-sentence", { "aria-live": "polite" }, SENTENCES[step.kind](page, step)),
    sourceLine(page, step),
    el("p.cm-choice", {}, number === 0 ? null : button("cm-back", "storyBack", number - 1),
      number < steps.length - 1 ? button("cm-next", "storyNext", number + 1) : button("cm-next", "storyFirst", 0),
      el("button.cm-link", { type: "button", on: { click: () => store.set({ panel: "", unit: 0, step: 0 }) } }, say("storyEnd"))),
    step.event >= 0 ? eventCard(page, step.event, false, true) : null,
  ];
};

/**
 * Map and clock go where the step is. The address of a step with a view of its own keeps that view.
 * @param {import("../base/types").Page} page
 */
export const followStory = (page) => {
  const { store, model, map } = page;
  store.follow((state, changed) => {
    if (state.panel !== "story" || !(changed.has("step") || changed.has("panel"))) return;
    const steps = stepsOf(page);
    const { day, unit } = steps[Math.min(state.step, steps.length - 1)];
    store.set({ day, unit, spots: null, event: null });
    requestAnimationFrame(() => flyTo(map, boundsOfChoice(model, { unit, spots: null, event: null })));
  }, store.get().view === null);
};
