// What a view takes otherwise than the page's first one. Said on the card, on paper and in the picture, as a map that is
// filtered, or of another day's knowledge, looks like one that is not.
import { el, fill } from "../base/dom.js";
import { firstState } from "./fragment.js";

/** Keys of the state that change what is told, and that no other line of the card names. */
export const OTHERWISE = /** @type {const} */ (["known", "rules", "actor", "adm1", "precision", "side", "source", "mode", "hidden"]);

/**
 * What of a state is not as in the page's first one: its keys.
 * @param {import("../base/types").State} state
 */
export const otherwiseKeys = (state, meta) => {
  const plain = firstState(meta);
  return OTHERWISE.filter((key) => (key === "hidden" ? state.hidden.size > 0 : state[key] !== plain[key]));
};

/** The part of the page's first state that takes all of it back. */
export const takenBack = (meta) => {
  const plain = firstState(meta);
  return Object.fromEntries(OTHERWISE.map((key) => [key, plain[key]]));
};

/** @returns {[name: string, nameMy: string]} */
const actorNames = (meta, actor) => {
  const [, name, nameMy] = meta.actors.find(([id]) => id === actor) ?? ["", actor, ""];
  return [name, nameMy];
};

/**
 * In one line what the view leaves out or takes otherwise; "" where it is as the page's first one.
 * @param {import("../base/types").Page} page
 */
export const otherwiseLine = ({ model, state, words, format }) => {
  const { say, type } = words();
  const { meta } = model;
  const now = state();
  const own = (name, nameMy) => (now.lang === "my" && nameMy ? nameMy : name);
  const lines = {
    known: () => say("only_known", { day: format().long(meta.days[0] + (now.known ?? 0)) }),
    rules: () => say("only_rules", { rules: say(now.rules) }),
    actor: () => say("only_actor", { name: own(...actorNames(meta, now.actor)) }),
    adm1: () => say("only_adm1", { name: own(meta.wider[now.adm1][0], meta.wider[now.adm1][1]) }),
    precision: () => say("only_precision"),
    side: () => say("only_side", { name: say(`source_${now.side}`) }),
    source: () => say("only_source", { name: now.source }),
    mode: () => say("only_mode"),
    hidden: () => say("only_hidden", { names: meta.types.filter((_, number) => now.hidden.has(number)).map(type).join(", ") }),
  };
  return otherwiseKeys(now, meta).map((key) => lines[key]()).join(" · ");
};

/**
 * The line of the card, with the button that takes all of it back; it is not there where nothing differs.
 * @param {import("../base/types").Page} page
 */
export const fillOtherwise = (page, root) => {
  const line = otherwiseLine(page);
  root.hidden = line === "";
  fill(root, line ? [el("span", {}, line), " ", el("button.cm-link", { type: "button", on: { click: () => page.store.set(takenBack(page.model.meta)) } }, page.words().say("takeBack"))] : null);
};
