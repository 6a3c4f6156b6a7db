// An event as people read it: when, what, who, where as written and as matched, and its source.
import { burmese, el, fill, quote, sourceLinks } from "../base/dom.js";
import { shown, typeGlyph } from "../map/glyphs.js";
import { countryName, excerpt } from "../data/undrawn.js";

const FOUGHT = new Set(["Battles", "Explosions/Remote violence", "Violence against civilians"]); // one side against the other
const ATTACKS = new Set(["capture", "recapture", "siege", "blockade", "clash", "raid", "ambush", "remote_strike"]);
const GIVEN_UP = new Set(["withdrawal", "surrender", "handover", "agreement"]); // the first actor is who leaves or gives up
const TOLD = 30; // entries of a list that say at once what happened: their texts have to be inflated
const LETTERS = 140; // of a report, in a list

/**
 * The days of an event, with how exact they are.
 * @param {import("../base/types").Page} page
 */
export const eventDays = ({ model, format }, event) => {
  const first = model.meta.days[0] + model.events.day[event];
  return format().range(first, first + model.events.length[event]);
};

const actorNames = (set, { model, state }) =>
  model.actorsOf(set).map(([, name, nameMy]) => (state().lang === "my" && nameMy ? burmese(nameMy) : name ? quote(name) : "—"));

const joined = (nodes, text) => nodes.flatMap((node, place) => (place ? [text, node] : [node]));

/**
 * Actors of an event: those of the first side, then of the second.
 * @param {import("../base/types").Page} page
 */
export const eventActors = (page, event) => {
  const actors1 = actorNames(page.model.events.actor1[event], page);
  const other = actorNames(page.model.events.actor2[event], page);
  const { meta, events } = page.model;
  const act = meta.acts[events.act[event]];
  if (GIVEN_UP.has(act) && actors1.length) return givenUp(page, act, joined(actors1, ", "), joined(other, ", "));
  const between = FOUGHT.has(meta.types[events.type[event]]) || ATTACKS.has(act) ? "versus" : "against";
  return [joined(actors1, ", "), actors1.length && other.length ? ` ${page.words().say(between)} ` : null, joined(other, ", ")];
};

// "{a} leaves it to {b}", with nodes in the place of the names
const givenUp = ({ words }, act, a, b) =>
  words().say(b.length ? `who_${act}` : `who_${act}_alone`).split(/(\{\w\})/).map((part) => (part === "{a}" ? a : part === "{b}" ? b : part));

/**
 * The heading of an event, at once; its texts come when they are inflated. `withText`: the heading has the report's first words.
 * @param {import("../base/types").Page} page
 */
export const eventCard = (page, event, open, withText = false) => {
  const { model, words } = page;
  const { type, kind, mode } = model.events;
  const body = el("div.cm-card-body");
  const card = el(
    "details.cm-card",
    { open: open ? true : null, on: { toggle: () => card.open && fillBody(page, event, body) } },
    el("summary", {}, shown(typeGlyph(type[event], kind[event] >= model.meta.types.length)),
      el("span", {},
        el("strong", {}, eventDays(page, event)),
        el("span.cm-kind", {}, words().type(model.meta.types[type[event]]), " · ", words().say(`mode_${model.meta.modes[mode[event]]}`)),
        el("span.cm-who", {}, eventActors(page, event)),
        withText ? firstLine(page, event) : null)),
    body,
  );
  if (open) fillBody(page, event, body);
  return card;
};

/**
 * A maker of the cards of lists: the first of them all say what happened.
 * @param {import("../base/types").Page} page
 */
export const cardLister = (page, open = false) => {
  let left = TOLD;
  return (events) => events.map((event) => {
    left -= 1;
    return eventCard(page, event, open, left >= 0);
  });
};

/** @param {import("../base/types").Page} page */
const firstLine = ({ model }, event) => {
  const line = el("span.cm-first");
  model.texts.row(event).then(([, , notes]) => {
    fill(line, quote(excerpt(notes.trim().split("\n")[0], LETTERS)));
  });
  return line;
};

/** @param {import("../base/types").Page} page */
const fillBody = async (page, event, body) => {
  if (body.childElementCount) return;
  const row = /** @type {any} */ (await page.model.texts.row(event));
  if (!body.childElementCount) fill(body, eventTexts(page, event, row));
};

const line = (label, ...value) => [el("dt", {}, label), el("dd", {}, value)];

/** @param {import("../base/types").Page} page */
const eventTexts = (page, event, [id, location, notes, url, sub, mentions, entry]) => {
  const { model, words, format } = page;
  const { events, meta } = model;
  const { say } = words();
  const known = meta.days[0] + events.day[event] + events.known[event];
  const [source] = meta.sources[events.source[event]];
  return [
    notes ? el("p.cm-notes", {}, quote(notes)) : null,
    notes && page.state().lang === "my" && !/[\u1000-\u109f]/.test(notes) ? el("p.cm-quiet", {}, `(${say("quoteEnglish")})`) : null,
    el("dl", {},
      line(say("type"), words().type(sub)),
      line(say("date"), eventDays(page, event), ` (${say(`timePrecision${events.timePrecision[event]}`)})`),
      line(say("placeWritten"), location ? quote(location) : say("noPlaceWritten")),
      mentions.length ? line(say("placeMatched"), mentions.map((mention) => matched(page, mention))) : null,
      events.fatalities[event] ? line(say("fatalities"), format().number(events.fatalities[event] - 1)) : null,
      line(say("source"), sourceLinks(url, source), `, ${say("reportedOn", { day: format().long(known) })}`),
      line(say("entry"), el("span.cm-id", {}, `${id}${entry ? ` ← ${entry}` : ""}`))),
  ];
};

/** @param {import("../base/types").Page} page */
const matched = ({ words, state }, [toponym, role, status, name, nameMy, precision, country, lines]) => {
  const { say } = words();
  const place = name ? [el("strong", {}, name), nameMy ? [" ", burmese(nameMy)] : null] : [el("strong", {}, quote(toponym))];
  return el("div.cm-match", {},
    place,
    country ? ` (${countryName(country, state().lang)})` : null,
    role && role !== "site" ? ` [${say(`role_${role}`)}]` : null,
    el("span.cm-quiet", {}, " — ", say(`status_${status}`), name && precision !== "" ? `; ${say(`precision${precision}`)}` : null),
    lines.length ? el("details", {}, el("summary", {}, say("reasons")), el("ul", {}, lines.map((each) => el("li", {}, quote(each))))) : null);
};
