// What opens over the name: search, making a place, undo, the bulk preview, a conflict, the summary, help.
import { el } from "../page/base/dom.js";
import { decisionWords, drawCandidates } from "./item.js";
import { HELP } from "./keys.js";
import { counted, effectWords } from "./marked.js";

const button = (text, click, extra = "") => el(`button.ed-button${extra}`, { type: "button", on: { click } }, text);

/** A list of which one line is chosen by arrows. */
export const chosenList = (lines, chosen, onChoose) =>
  el("ol.ed-list", {}, lines.map((line, at) => el("li", { "aria-selected": at === chosen, class: at === chosen ? "chosen" : "", on: { click: () => onChoose(at) } }, line)));

/** Search: a field, and what it found. */
export const searchPanel = (state, { onType, onChoose, onHover, title = "" }) => [
  el("h2", {}, title || "Search the gazetteer"),
  el("input.ed-field", { type: "search", id: "ed-search", value: state.text, placeholder: "name, township, state", "aria-label": "Search the gazetteer", autocomplete: "off", on: { input: (event) => onType(event.target.value) } }),
  el("p.ed-hint", {}, "Arrows choose, Enter accepts. A click on the map lists what is nearest."),
  el("div.ed-found", { id: "ed-found" }, foundList(state, { onChoose, onHover })),
];

export const foundList = (state, { onChoose, onHover }) => {
  const list = drawCandidates(state.places, { onHover, onChoose, scored: false });
  list.querySelector?.(`[data-number="${state.chosen + 1}"]`)?.classList.add("chosen");
  return list;
};

/** A new place: fields, and a point from the map. */
export const mintPanel = (state, codes, { onChange, onSave }) => {
  const field = (name, label, more = {}) =>
    el("label.ed-label", {}, label, el("input.ed-field", { value: state[name] ?? "", id: `ed-mint-${name}`, autocomplete: "off", on: { input: (event) => onChange(name, event.target.value) }, ...more }));
  return [
    el("h2", {}, "Make a place"),
    el("p.ed-hint", {}, "Click on the map where it is, and say who says so."),
    field("name", "Name"),
    field("name_my", "Name in Burmese", { lang: "my" }),
    el("label.ed-label", {}, "What it is", el("select.ed-field", { on: { change: (event) => onChange("feature_code", event.target.value) } }, codes.map((code) => el("option", { value: code, selected: code === state.feature_code }, `${code} ${CODE_NAMES[code] ?? ""}`)))),
    el("div.ed-pair", {}, field("lon", "Longitude", { inputmode: "decimal" }), field("lat", "Latitude", { inputmode: "decimal" })),
    field("source", "Source (needed)", { placeholder: "who says that it is there" }),
    el("div.ed-row", {}, button("Make it and accept (Enter)", onSave, ".strong")),
  ];
};

const CODE_NAMES = { PPL: "village", PPLX: "ward", PPLT: "town", ADM4: "village tract", MILB: "military base", PSTB: "gate or post", BDG: "bridge", PRT: "port", AIRP: "airport", HLL: "hill", MT: "mountain", ISL: "island", MN: "mine", CMP: "camp", BDRG: "border gate" };

/** Every standing decision, the latest first; one can be undone. */
export const undoPanel = (state, { onChoose }) => [
  el("h2", {}, "Undo a decision"),
  state.decisions.length
    ? [el("p.ed-hint", {}, "u or Enter undoes the chosen one; arrows choose."),
       chosenList(state.decisions.map((judgement) => [el("b", {}, judgement.key.split("/")[0]), ` ${decisionWords(judgement)} `, el("span.ed-quiet", {}, `${judgement.by}, ${judgement.at.slice(0, 16).replace("T", " ")}${judgement.note ? ` · ${judgement.note}` : ""}`)]), state.chosen, onChoose)]
    : el("p.ed-hint", {}, "There is no decision to undo."),
];

/** What a bulk decision would do, before it is done. */
export const previewPanel = (state, { onToggle, onConfirm, onCancel }) => [
  el("h2", {}, "All that say the same"),
  el("p", {}, `${state.words} for ${counted(state.also.filter((item) => item.on).length + 1, "name")}: `, el("b", {}, effectWords(state.effect)), "."),
  el("ul.ed-alike", {}, state.also.map((item, at) => el("li", {}, el("label", {}, el("input", { type: "checkbox", checked: item.on, on: { change: () => onToggle(at) } }), ` ${item.name} ${item.kind} ${item.context.length ? `in ${item.context.join(", ")}` : ""} · ${counted(item.events, "event")}`)))),
  state.also.length ? null : el("p.ed-hint", {}, "No other open name says the same."),
  el("div.ed-row", {}, button("Do it (Enter)", onConfirm, ".strong"), button("Not now (Esc)", onCancel)),
];

/** Two decisions about one name: both shown, nothing lost. */
export const conflictPanel = (state, { onReplace, onKeep }) => [
  el("h2", {}, `Somebody else decided ${state.name}`),
  state.theirs.map((judgement) => el("p", {}, el("b", {}, "Theirs: "), judgement.words)),
  el("p", {}, el("b", {}, "Yours: "), state.mine),
  el("p.ed-hint", {}, "Both stay in the file; the one that you choose stands."),
  el("div.ed-row", {}, button("Keep theirs (k)", onKeep), button("Replace it with mine (Enter)", onReplace, ".strong")),
];

/** What was done, as a page. */
export const summaryPanel = (state) => [
  el("h2", {}, "What this session has done"),
  el("p.ed-summary", { id: "ed-summary" }, state.summary),
  el("p.ed-hint", {}, "The decisions are in data/gazetteer/judgements.csv; `conflictmap build` draws the map with them."),
  el("ol.ed-list", {}, state.decisions.slice(0, 50).map((judgement) => el("li", {}, el("b", {}, judgement.key.split("/")[0]), ` ${decisionWords(judgement)} `, el("span.ed-quiet", {}, judgement.by)))),
];

/** The keys. */
export const helpPanel = (keysOn, onKeys) => [
  el("h2", {}, "Keys"),
  el("dl.ed-help", {}, HELP.flatMap(([key, text]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, text)])),
  el("label", {}, el("input", { type: "checkbox", checked: keysOn, on: { change: (event) => onKeys(event.target.checked) } }), " single keys are on"),
];
