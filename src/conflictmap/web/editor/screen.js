// The whole screen: head, sentences, candidates, map, what is open over them, and the keys.
import { el, fill } from "../page/base/dom.js";
import { drawCandidates, drawEvents, drawHead, drawSentence } from "./item.js";
import { actionOf, nextPrecision, VERDICT_NAMES, VERDICTS } from "./keys.js";
import { makeMap } from "./map.js";
import { counted, effectWords } from "./marked.js";
import { makePanels } from "./opened.js";
import { makeSession } from "./session.js";

const POLL_MS = 1500;

/** Start the editor in an element. */
export const startEditor = async (L, root, api) => {
  const parts = skeleton();
  root.append(parts.frame);
  const state = { precision: null, alias: true, all: false, event: false, keysOn: true, revision: -1, codes: [] };
  const first = await api.get("/api/session");
  if (!first.ok) return say(parts, first.message, "bad");
  const [shapes, basemap] = await Promise.all([api.get("/api/shapes"), api.get("/assets/basemap.json")]);
  state.codes = first.body.codes;
  const light = (number) => {
    view.light(number);
    for (const line of parts.list.querySelectorAll("li")) line.classList.toggle("lit", Number(line.dataset.number) === number);
  };
  const view = makeMap(L, parts.map, shapes.body, basemap.body, { onPick: (lon, lat) => panels.pick(lon, lat), onHover: light, onChoose: (number) => accept(number) });
  const session = makeSession(api, (what, news) => TELLS[what](news));
  const panels = makePanels(parts.panel, { api, session, view, state, light, say: (text, tone) => say(parts, text, tone), settle: (decision, words) => settle(decision, words), refocus: () => parts.frame.focus() });

  const TELLS = {
    item: (item) => {
      Object.assign(state, { precision: null, alias: true, all: false, event: false });
      parts.note.value = "";
      drawItem(parts, item, { light, accept });
      drawOptions(parts, state, act);
      if (item) view.show(item.candidates, item.others, item.candidates.map((candidate) => candidate.adm3_pcode).concat(item.township).filter(Boolean).slice(0, 3));
      else panels.open("summary");
    },
    kept: ({ judgements, effect, alias, left, summary, pending }) => {
      const beside = left ? ` · but without its alias: ${left}` : alias ? ` · “${alias}” is now an alias` : "";
      say(parts, `Kept: ${pending.words} · ${effectWords(effect)}${beside}${judgements.length > 1 ? ` · ${counted(judgements.length, "name")}` : ""}`, left ? "bad" : "good");
      parts.summary.textContent = summary;
      refresh();
    },
    undone: ({ summary, judgement, left }) => {
      say(parts, `Undone: ${judgement.key.split("/")[0]}${left ? ` · but ${left}` : ""}`, left ? "bad" : "good");
      parts.summary.textContent = summary;
    },
    conflict: (clash) => panels.conflict(clash),
    taken: ({ standing, name }) => say(parts, `${standing.by} has just decided ${name}: ${standing.place || VERDICT_NAMES[standing.verdict]}. Undo with u if it is wrong.`, "note"),
    trouble: ({ message, code }) => say(parts, message + (code === "files" ? " Then press R." : ""), "bad"),
  };

  const settle = (decision, words) => {
    const item = session.current();
    if (!item) return;
    const body = { geo_precision: decision.verdict === "accepted" ? state.precision : null, note: parts.note.value, alias: state.alias, ...decision };
    panels.close();
    const shown = item.shown[0]; // the sentence that stands above the candidates
    if (state.event) session.decideEvent(item, { ...body, event_id: shown.event_id, versions: { [item.id]: shown.version } }, `${item.name} in ${shown.event_id} only: ${words}`);
    else session.decide(item, body, `${item.name}: ${words}`);
  };
  const choose = (decision, words) => (state.all ? panels.preview(decision, words) : settle(decision, words));
  const accept = (number) => {
    const place = session.current()?.candidates[number - 1];
    if (place) choose({ verdict: "accepted", place_id: place.place_id }, `${place.name}, ${place.path[0] ?? ""}`);
  };
  const ACTS = {
    accept: ({ number }) => accept(number),
    verdict: ({ verdict }) => choose({ verdict }, VERDICT_NAMES[verdict]),
    open: ({ panel }) => panels.open(panel),
    close: () => panels.close(),
    confirm: () => panels.confirm(),
    move: ({ by }) => panels.move(by),
    precision: () => Object.assign(state, { precision: nextPrecision(state.precision) }),
    alias: () => Object.assign(state, { alias: !state.alias }),
    all: () => Object.assign(state, { all: !state.all, event: false }),
    event: () => Object.assign(state, { event: !state.event, all: false }),
    note: () => parts.note.focus(),
    skip: () => session.skip(),
    reload: async () => {
      say(parts, "Reading the tables again …", "note");
      const answer = await api.post("/api/reload");
      say(parts, answer.ok ? "Read again. No decision was lost." : answer.message, answer.ok ? "good" : "bad");
      if (answer.ok) await session.start();
    },
  };
  const act = (action) => {
    ACTS[action.do](action);
    drawOptions(parts, state, act);
  };

  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const typing = target instanceof HTMLInputElement ? target.type !== "checkbox" : /^(TEXTAREA|SELECT)$/.test(target?.tagName ?? "");
    const action = actionOf(event, { typing, panel: panels.opened(), keysOn: state.keysOn });
    if (!action) return;
    event.preventDefault();
    if (action.do === "close" && typing) target?.blur();
    act(action);
  });

  const refresh = async () => {
    const answer = await api.get("/api/session");
    if (!answer.ok) return say(parts, answer.message, "bad");
    const answered = answer.body;
    parts.count.textContent = `${counted(answered.waiting, "name")} wait${answered.waiting === 1 ? "s" : ""}`;
    parts.rest.textContent = `${answered.decided} decided · ${answered.deferred} deferred${answered.unknown ? ` · the order is still being worked out, ${counted(answered.unknown, "name")} to go` : ""} · by ${answered.by}`;
    parts.summary.textContent = answered.summary;
    fill(parts.trouble, answered.trouble.map((line) => el("p", {}, line)));
    if (state.revision !== -1 && answered.revision !== state.revision && session.writing() === 0) await session.again();
    state.revision = answered.revision;
    return undefined;
  };
  setInterval(refresh, POLL_MS);
  await Promise.all([refresh(), session.start()]);
  parts.frame.focus();
  return { session, view };
};

const skeleton = () => {
  const parts = {
    count: el("b", { id: "ed-count" }), rest: el("span.ed-rest"), summary: el("span.ed-done"), notice: el("p.ed-said", { role: "status" }),
    trouble: el("div.ed-trouble", { role: "alert" }), head: el("header.ed-head"), sentence: el("section.ed-sentence", { "aria-label": "Sentence" }), events: el("section.ed-events", { "aria-label": "Further sentences" }),
    list: el("section.ed-list-of", { "aria-label": "Candidates" }), options: el("div.ed-options"), verdicts: el("div.ed-verdicts"),
    note: el("input.ed-note", { type: "text", placeholder: "note (t)", "aria-label": "Note", maxlength: 2000 }),
    panel: el("section.ed-panel", { hidden: true, "aria-label": "Opened" }), map: el("div.ed-map", { role: "application", "aria-label": "Map of the candidates" }),
  };
  parts.frame = el("div.ed-frame", { tabindex: -1 },
    el("div.ed-side", {},
      el("div.ed-top", {}, el("span.ed-kicker", {}, "Review"), parts.count, parts.rest),
      parts.trouble, parts.head, parts.sentence, parts.list, parts.events, parts.panel),
    el("div.ed-foot", {}, parts.notice, parts.verdicts, el("div.ed-tools", {}, parts.options, parts.note), parts.summary),
    parts.map);
  return parts;
};

const drawItem = (parts, item, { light, accept }) => {
  parts.frame.dataset.item = item?.id ?? "";
  if (!item) {
    fill(parts.head, el("h1", {}, "Nothing waits"), el("p.ed-context", {}, "Every name is settled, deferred or skipped."));
    for (const part of [parts.sentence, parts.list, parts.events]) fill(part);
    return;
  }
  fill(parts.head, drawHead(item));
  fill(parts.sentence, drawSentence(item));
  fill(parts.list, drawCandidates(item.candidates, { onHover: light, onChoose: accept }));
  fill(parts.events, drawEvents(item));
  parts.frame.querySelector(".ed-side").scrollTop = 0;
};

const SHORT = { not_in_gazetteer: "not in gazetteer", not_locatable: "not locatable", outside: "outside", deferred: "defer", rejected: "none fits" };

const drawOptions = (parts, state, act) => {
  const key = (name, text, action, on) => el(`button.ed-key${action.panel === "help" ? ".keys" : ""}`, { type: "button", "aria-pressed": on === undefined ? null : String(on), on: { click: () => act(action) } }, el("kbd", {}, name), ` ${text}`);
  fill(parts.verdicts, Object.entries(VERDICTS).map(([name, verdict]) => key(name, SHORT[verdict], { do: "verdict", verdict })));
  fill(parts.options,
    key("p", `precision ${state.precision ?? "by place"}`, { do: "precision" }),
    key("k", state.alias ? "keep alias" : "no alias", { do: "alias" }, state.alias),
    key("a", state.all ? "all alike: on" : "all alike", { do: "all" }, state.all),
    key("e", state.event ? "this event only: on" : "this event only", { do: "event" }, state.event),
    key("/", "search", { do: "open", panel: "search" }),
    key("m", "make", { do: "open", panel: "mint" }),
    key("u", "undo", { do: "open", panel: "undo" }),
    key("s", "skip", { do: "skip" }),
    key("w", "done", { do: "open", panel: "summary" }),
    key("?", "keys", { do: "open", panel: "help" }));
};

const say = (parts, text, tone) => {
  parts.notice.textContent = text;
  parts.notice.dataset.tone = tone;
};
