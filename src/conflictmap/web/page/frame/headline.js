// The first fact of the page is about the war: how many townships changed hands, and how many deaths were reported.
import { townshipsChanged } from "../news/changes.js";
import { holdsControl } from "../data/atlas.js";
import { el } from "../base/dom.js";

/**
 * The sentence of the range, with the button that shows how it came about.
 * @param {import("../base/types").Page} page
 */
export const headlineNodes = ({ model, state, store, words, format }) => {
  if (!holdsControl(model.meta)) return null;
  const { say } = words();
  const { from, to } = state();
  const [first, last] = model.meta.days;
  const count = townshipsChanged(model, state());
  const whole = from === 0 && to === last - first ? "All" : "";
  const [begin, end] = format().ends(first + from, first + to);
  return [
    say(`headline${whole}${count ? "" : "None"}`, { n: format().number(count), all: format().number(model.meta.units.length), from: begin, to: end }), " ",
    el("button.cm-link", { type: "button", on: { click: () => store.set({ panel: "story", step: 0, unit: 0, spots: null, event: null }) } }, say("headlineStory")),
  ];
};

/**
 * The deaths that the events of the days shown give: at least so many, how many events give none, and how many are not added up.
 * @param {import("../base/types").Page} page
 */
export const deathsLine = ({ view, words, format }) => {
  const { deaths, giving, apart } = view.tally.deaths;
  const all = view.tally.placed.reduce((sum, each) => sum + each, 0);
  const { number } = format();
  if (all === 0) return "";
  const { say } = words();
  if (!giving) return say("deathsNone", { all: number(all) });
  const line = say("deathsLine", { n: number(deaths), rest: number(all - giving), all: number(all) });
  return apart ? `${line} ${say("deathsApart", { n: number(apart) })}` : line;
};
