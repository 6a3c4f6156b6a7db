// Townships, holders and spans in words of the page's language.
import { burmese } from "../base/dom.js";
import { beginOf, openOn, spanOn } from "../data/tracks.js";

/**
 * Names of a holder, one or several actors, in the page's language; of more than `most`, how many more they are.
 * @param {import("../base/types").Page} page
 */
export const holderName = ({ model, state, words, format }, holder, most = Infinity) => {
  const names = model.holderActors(holder).map(([, name, nameMy]) => (state().lang === "my" && nameMy ? nameMy : name));
  const more = names.length - most;
  return more > 1 ? `${names.slice(0, most).join(", ")} ${words().say("andMore", { n: format().number(more) })}` : names.join(", ");
};

/**
 * The same, short enough for a legend: several actors by their ids.
 * @param {import("../base/types").Page} page
 */
export const holderLabel = (page, holder) => {
  const actors = page.model.holderActors(holder);
  return actors.length > 1 ? actors.map(([id]) => id).join(", ") : holderName(page, holder);
};

/**
 * A township's name in the page's language, where it is known.
 * @param {import("../base/types").Page} page
 */
export const unitName = ({ model, state }, unit) => {
  const [, name, nameMy] = model.meta.units[unit - 1];
  return state().lang === "my" && nameMy ? burmese(nameMy) : name;
};

export const bothNames = (lang, name, nameMy) => (!nameMy ? [name] : lang === "my" ? [burmese(nameMy), " ", name] : [name, " ", burmese(nameMy)]);

/**
 * The name of a state, a region or a district in the page's language, where it is known.
 * @param {import("../base/types").Page} page
 */
export const widerName = ({ model, state }, code) => {
  const [name, nameMy] = model.meta.wider[code] ?? ["", ""];
  return state().lang === "my" && nameMy ? nameMy : name;
};

const PAIRS = ["contested", "besieged", "predominant", "mixed"]; // states in which each of two parties has its own part

/**
 * A span in words: "Kachin Independence Army, controlled"; of a holder's actors `most` by their names.
 * @param {import("../base/types").Page} page
 * @param {import("../base/types").Track} track
 */
export const spanWords = (page, track, span, most = Infinity) => {
  const { model, words } = page;
  if (span < 0) return words().state("not_assessed");
  const [a, b] = [track.holder[span], track.other[span]].map((actor) => (actor ? holderName(page, actor, most) : ""));
  const state = model.meta.states[track.state[span]];
  if (a && b) return words().say(`of_${PAIRS.includes(state) ? state : "both"}`, { a, b, state: words().state(state) });
  return a || b ? `${a || b}: ${words().state(state)}` : words().state(state);
};

/**
 * What a township is on the day, in words: inside a transition's interval, both states.
 * @param {import("../base/types").Page} page
 * @param {import("../base/types").Track} track
 */
export const dayWords = (page, track, unit) => {
  const { day, known } = page.state();
  const open = openOn(track, unit, day, known ?? Infinity);
  if (!open) return spanWords(page, track, spanOn(track, unit, day, known ?? Infinity));
  return open.map((span) => spanWords(page, track, span)).join(` ${page.words().say("hiddenOr")} `);
};

/**
 * The first of the spans, one after the other, in which a township has had the holder of this one; itself where it has none.
 * @param {import("../base/types").Track} track
 */
export const firstHeld = (track, span) => {
  let first = span;
  while (track.holder[span] && first > track.first[track.unit[span]] && track.holder[first - 1] === track.holder[span]) first -= 1;
  return first;
};

/**
 * When a span began: "since 3 October 2023", or "since a day between 3 and 7 October 2023" (R14).
 * @param {import("../base/types").Page} page
 * @param {import("../base/types").Track} track
 */
export const sinceWords = ({ model, words, format }, track, span, key = "sinceBetween") => {
  const [low, high] = beginOf(track, span).map((day) => day + model.meta.days[0]);
  if (low === high) return words().say("since", { day: format().long(low) });
  const [from, to] = format().ends(low, high);
  return words().say(key, { from, to });
};
