// The reports that say some words: the texts are inflated block by block, newest first, and nothing of them is kept.
import { el, fill } from "../base/dom.js";
import { FILTER_KEYS } from "../state/filters.js";
import { whereOf } from "../words/rows.js";
import { eventCard } from "./event-cards.js";

const MOST = 40; // cards at a time
const AROUND = 60; // letters of a report before and after the first of the words

/** The words of a text that was searched for, as they are compared. */
export const wordsOf = (text) => text.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);

/** Whether a text says all of some words, in whatever order. */
export const says = (text, wanted) => {
  const plain = text.normalize("NFC").toLowerCase();
  return wanted.every((word) => plain.includes(word));
};

/**
 * A report's letters around the first of the words: before, the word as written, after; the report's first letters where none is in it.
 * @returns {[string, string, string]}
 */
export const excerptOf = (text, wanted) => {
  const line = text.replace(/\s+/g, " ").trim();
  const plain = line.toLowerCase();
  const [at, word] = wanted.map((each) => /** @type {[number, string]} */ ([plain.indexOf(each), each])).filter(([place]) => place >= 0).sort(([left], [right]) => left - right)[0] ?? [-1, ""];
  if (at < 0) return [line.slice(0, 2 * AROUND), "", line.length > 2 * AROUND ? "…" : ""];
  const [from, to] = [Math.max(0, at - AROUND), at + word.length + AROUND];
  return [`${from ? "…" : ""}${line.slice(from, at)}`, line.slice(at, at + word.length), `${line.slice(at + word.length, to)}${to < line.length ? "…" : ""}`];
};

const kept = { key: "", nodes: /** @type {any[]} */ ([]) };

/**
 * The content of the panel. The same search is not done again when the day moves.
 * @param {import("../base/types").Page} page
 */
export const foundPanel = (page) => {
  const now = page.state();
  const key = JSON.stringify([now.words, now.from, now.to, now.lang, now.digits, FILTER_KEYS.map((each) => (each === "hidden" ? [...now.hidden] : now[each]))]);
  if (kept.key !== key) Object.assign(kept, { key, nodes: search(page, key) });
  return kept.nodes;
};

/** @param {import("../base/types").Page} page */
const search = (page, key) => {
  const { model, view, state, words, format } = page;
  const { say } = words();
  const { from, to } = state();
  const wanted = wordsOf(state().words);
  const { day } = model.events;
  const isAsked = (event) => day[event] >= from && day[event] <= to && view.tally.passes(event);
  let all = 0;
  for (let event = 0; event < day.length; event += 1) if (isAsked(event)) all += 1;
  let next = day.length - 1; // from the newest back; no list is kept, as there may be a million
  const told = el("p.cm-quiet", { role: "status" });
  const list = el("div.cm-feed");
  const more = el("button.cm-do", { type: "button", hidden: true }, say("foundMore"));
  let looked = 0;
  let found = 0;
  const run = async () => {
    more.hidden = true;
    for (const end = found + MOST; next >= 0 && found < end && kept.key === key; next -= 1) {
      const event = next;
      if (!isAsked(event)) continue;
      looked += 1;
      const row = await model.texts.row(event);
      const [, location, notes] = row;
      const [source] = model.meta.sources[model.events.source[event]];
      if (looked % model.meta.textBlock === 0) fill(told, say("foundLooking", { n: format().number(looked), all: format().number(all) }));
      if (!says(`${notes} ${location} ${source}`, wanted)) continue;
      found += 1;
      list.append(cardOf(page, event, excerptOf(notes, wanted)));
    }
    more.hidden = looked >= all;
    fill(told, say(found ? "foundCount" : "foundNone", { n: format().number(found), looked: format().number(looked), all: format().number(all) }));
  };
  more.addEventListener("click", run);
  // when the panel stands: what is found comes into it
  if (wanted.length) setTimeout(run);
  return [el("h2", { id: "cm-panel-title", tabindex: "-1" }, say("found", { text: state().words })), told, list, more];
};

/** @param {import("../base/types").Page} page */
const cardOf = (page, event, [before, word, after]) => {
  const card = eventCard(page, event, false);
  const language = /[\u1000-\u109f]/.test(before + word + after) ? "my" : "en";
  card.dataset.event = event;
  card.querySelector(".cm-kind")?.prepend(el("b", {}, whereOf(page, event)), " · ");
  card.querySelector("summary > span")?.append(el("span.cm-first", { lang: language, class: language === "my" ? "cm-first my" : "cm-first" }, before, word ? el("mark", {}, word) : null, after));
  return card;
};
