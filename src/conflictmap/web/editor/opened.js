// The one panel that can be open over a name: what it holds, what Enter does in it, what a click on the map does.
import { el, fill } from "../page/base/dom.js";
import { decisionWords } from "./item.js";
import { conflictPanel, foundList, helpPanel, mintPanel, previewPanel, searchPanel, summaryPanel, undoPanel } from "./panels.js";

const theirWords = (key, judgement) => `${key.split("/")[0]}: ${decisionWords(judgement)}, by ${judgement.by}, ${judgement.at.slice(0, 16).replace("T", " ")}${judgement.note ? ` · ${judgement.note}` : ""}`;
const PAUSE_MS = 120; // after a letter, before the service is asked

/** @param {HTMLElement} element @param {any} desk api, session, view, state, light, say, settle, refocus */
export const makePanels = (element, desk) => {
  let name = "";
  let now = {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const draw = () => {
    element.hidden = !name;
    element.dataset.panel = name;
    fill(element, name ? [el("button.ed-close", { type: "button", "aria-label": "Close (Esc)", on: { click: close } }, "×"), DRAW[name]()] : []);
  };
  const show = (panel, state) => {
    [name, now] = [panel, state];
    draw();
    element.scrollIntoView?.({ block: "nearest" });
    /** @type {HTMLElement | null} */ (element.querySelector("input[type=search], #ed-mint-name"))?.focus();
  };
  const close = () => {
    if (!name) return;
    [name, now] = ["", {}];
    draw();
    const item = desk.session.current();
    if (item) desk.view.show(item.candidates, item.others, item.candidates.map((candidate) => candidate.adm3_pcode).slice(0, 3));
    desk.refocus();
  };
  const listPlaces = (places) => {
    now = { ...now, places: places.slice(0, 5), chosen: 0 };
    fill(element.querySelector("#ed-found"), foundList(now, handlers));
    desk.view.show(now.places, desk.session.current()?.others ?? [], []);
  };
  const type = (text) => {
    now.text = text;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = text.trim() ? await desk.api.get(`/api/places?limit=5&q=${encodeURIComponent(text)}`) : { ok: true, body: { places: [] } };
      if (answer.ok && name === "search" && now.text === text) listPlaces(answer.body.places);
    }, PAUSE_MS);
  };
  const take = (number) => {
    const place = now.places[number - 1];
    if (place) desk.settle({ verdict: "accepted", place_id: place.place_id }, `${place.name}, ${place.path[0] ?? ""}`);
  };
  const handlers = { onType: type, onChoose: take, onHover: desk.light };
  const save = async () => {
    const numbers = { lon: Number.parseFloat(now.lon), lat: Number.parseFloat(now.lat) };
    if (!Number.isFinite(numbers.lon) || !Number.isFinite(numbers.lat)) return desk.say("Click on the map, or give longitude and latitude in degrees.", "bad");
    const { name: placeName, name_my = "", feature_code, source = "" } = now;
    const answer = await desk.api.post("/api/places", { name: placeName, name_my, feature_code, source, ...numbers });
    if (!answer.ok) return desk.say(answer.message, "bad");
    return desk.settle({ verdict: "accepted", place_id: answer.body.place.place_id }, `${placeName}, a new place in ${answer.body.place.path[0]}`);
  };
  const undo = (at) => {
    const judgement = now.decisions[at];
    close();
    if (judgement) desk.session.undo(judgement);
  };
  const history = async (panel) => {
    const [rows, line] = await Promise.all([desk.api.get("/api/history"), desk.api.get("/api/summary")]);
    if (!rows.ok) return desk.say(rows.message, "bad");
    return show(panel, { decisions: rows.body.decisions, summary: line.body, chosen: 0 });
  };
  const chosenAlso = () => now.also.filter((item) => item.on).map((item) => item.id);
  const recount = async () => {
    const item = desk.session.current();
    const answer = await desk.api.post("/api/preview", { item: item.id, ...now.decision, also: chosenAlso() });
    if (!answer.ok || name !== "preview") return;
    now.effect = answer.body.effect;
    draw();
  };
  const bulk = () => desk.settle({ ...now.decision, also: chosenAlso() }, `${now.words} (all alike)`);
  const replace = () => {
    const { pending, versions } = now;
    close();
    desk.session.replace(pending, versions);
  };

  const DRAW = {
    search: () => searchPanel(now, handlers),
    mint: () => mintPanel(now, desk.state.codes, { onChange: (field, value) => Object.assign(now, { [field]: value }), onSave: save }),
    undo: () => undoPanel(now, { onChoose: undo }),
    summary: () => summaryPanel(now),
    preview: () => previewPanel(now, { onToggle: (at) => { now.also[at].on = !now.also[at].on; recount(); }, onConfirm: bulk, onCancel: close }),
    conflict: () => conflictPanel(now, { onReplace: replace, onKeep: close }),
    help: () => helpPanel(desk.state.keysOn, (on) => Object.assign(desk.state, { keysOn: on })),
  };
  const OPEN = {
    search: () => show("search", { text: "", places: [], chosen: 0 }),
    mint: () => show("mint", { name: desk.session.current()?.name ?? "", feature_code: "PPL" }),
    undo: () => history("undo"),
    summary: () => history("summary"),
    help: () => show("help", {}),
  };
  const CONFIRM = { search: () => take(now.chosen + 1), mint: save, undo: () => undo(now.chosen), preview: bulk, conflict: replace, summary: close, help: close };

  return {
    opened: () => name,
    open: (panel) => OPEN[panel](),
    close,
    confirm: () => CONFIRM[name]?.(),
    move: (by) => {
      const count = (now.places ?? now.decisions ?? []).length;
      if (!count) return;
      now.chosen = (now.chosen + by + count) % count;
      if (name === "search") fill(element.querySelector("#ed-found"), foundList(now, handlers));
      else draw();
    },
    conflict: async ({ pending, theirs }) => {
      const rows = await desk.api.get("/api/history?limit=500"); // has the names of their places
      const known = new Map((rows.ok ? rows.body.decisions : []).map((judgement) => [judgement.judgement_id, judgement]));
      const words = ([key, judgement]) => ({ words: judgement ? theirWords(key, known.get(judgement.judgement_id) ?? judgement) : `${key.split("/")[0]}: undone` });
      show("conflict", { pending, versions: theirs, name: pending.item.name, theirs: Object.entries(theirs).map(words), mine: pending.words });
    },
    preview: async (decision, words) => {
      const answer = await desk.api.post("/api/preview", { item: desk.session.current().id, ...decision });
      if (!answer.ok) return desk.say(answer.message, "bad");
      show("preview", { decision, words, effect: answer.body.effect, also: answer.body.alike.map((item) => ({ ...item, on: true })) });
      return answer.body.alike.length ? recount() : undefined;
    },
    /** A click on the map: the point of a new place, or what is nearest. */
    pick: async (lon, lat) => {
      if (name === "mint") {
        Object.assign(now, { lon: lon.toFixed(5), lat: lat.toFixed(5) });
        draw();
        desk.view.pin(lon, lat);
        return;
      }
      if (name && name !== "search") return;
      const answer = await desk.api.get(`/api/nearest?lon=${lon}&lat=${lat}`);
      if (!answer.ok) return desk.say(answer.message, "bad");
      show("search", { text: "", places: answer.body.places.slice(0, 5), chosen: 0 });
      desk.view.show(answer.body.places.slice(0, 5), [], []);
      desk.view.pin(lon, lat);
    },
  };
};
