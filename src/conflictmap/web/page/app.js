// The page put together: model, state, map, card, timeline and drawer.
import { holdsControl, holdsEvents, readAtlas } from "./data/atlas.js";
import { makeCurtain } from "./compare/curtain.js";
import { addMonths, makeFormat } from "./base/dates.js";
import { byId, el, fill } from "./base/dom.js";
import { boundsOfArea, boundsOfChoice, fitTo, keepSeen, openView, partSpots, viewOf } from "./map/fit.js";
import { readFragment, writeFragment } from "./state/fragment.js";
import { readGround } from "./layers.js";
import { makePaper } from "./export/paper.js";
import { makePanel } from "./frame/drawer.js";
import { firstSpeed, makePlayer } from "./time/player.js";
import { makeSearch } from "./panels/search.js";
import { makeSide } from "./frame/summary-card.js";
import { linesOfMap } from "./access/tip-lines.js";
import { listenToKeys } from "./access/keys.js";
import { tipsOfTerms } from "./access/terms.js";
import { followTheme } from "./access/theme.js";
import { makeRing } from "./access/ring.js";
import { makeTip, tipsOfMap } from "./access/tips.js";
import { lightLines } from "./news/feed.js";
import { plainTable } from "./frame/plain-table.js";
import { makeLanguage } from "./frame/language.js";
import { followStory } from "./news/story.js";
import { makeOwnTable, takeDrops } from "./own/own-table.js";
import { makeStore } from "./state/store.js";
import { makeTimeline } from "./time/timeline.js";
import { makeView } from "./map/view.js";
import { makeWords, readBurmese } from "./words/words.js";

const CHOSEN = ["unit", "spots", "event"];
const KEPT_OUT = ["playing", "speed"]; // of the address

/** Start the page in a document that Python has laid out; a failure is told in words, never a blank page. */
export const startPage = async (L, map, prefix, options = { tiles: null }) => {
  try {
    await drawPage(L, map, prefix, options);
  } catch (thrown) {
    const error = /** @type {Error} */ (thrown);
    const place = byId("cm-failure");
    place.hidden = false;
    place.textContent = makeWords(document.documentElement.lang).say("failed", { reason: error.message });
    place.append(...plainTable());
    document.documentElement.dataset.state = "failed";
    throw error;
  }
};

const drawPage = async (L, map, prefix, { tiles }) => {
  const [model, ground] = await Promise.all([readAtlas(document, prefix), readGround(document, prefix), readBurmese(document, prefix)]);
  const store = makeStore({ ...opening(readFragment(location.hash, model.meta), model.meta), playing: false, speed: firstSpeed(model.meta.days[1] - model.meta.days[0] + 1) }, requestAnimationFrame);
  const language = remember(store);
  document.documentElement.toggleAttribute("data-plain", store.get().plain);
  followTheme(store);
  /** @type {import("./base/types").Page} */
  const page = { model, store, map, view: null, own: null, ring: makeRing(map.getContainer()), state: store.get, words: () => language().words, format: () => language().format };
  const app = byId("cm-app");
  if (tiles) L.tileLayer(tiles, { attribution: new URL(tiles.replace("{s}.", "")).host }).addTo(map);
  page.view = makeView(L, map, model, tiles ? null : ground, store);
  page.own = makeOwnTable(page, prefix);
  const player = makePlayer(store, requestAnimationFrame);
  makeSide(page, byId("cm-side"));
  makeLanguage(page, byId("cm-language"));
  makeSearch(page, byId("cm-search-box"), (entry) => goTo(page, panel, entry));
  const panel = makePanel(page, app);
  const timeline = byId("cm-timeline");
  const buttons = el("div.cm-buttons");
  timeline.append(buttons);
  makeButtons(page, player, buttons);
  // from here on sizes are asked for: what has one is there by now, so that the browser lays out once
  const tip = makeTip(app);
  const clock = makeTimeline(page, player, timeline, tip);
  const linesOf = (target) => linesOfMap(page, target);
  tipsOfMap(map, page.view, tip, linesOf, (spots) => lightLines(page, spots));
  tipsOfTerms(app, tip, (key) => page.words().say(key));
  listenToKeys(page, tip, linesOf);
  map.setMaxBounds([[-11, 56], [48, 142]]); // as far as the base map goes
  openWhenSeen(map, model, store.get(), panel);
  const lettered = hasFonts(store.get().lang);
  page.view.show();
  makePaper(page, document.querySelector(".cm-map"));
  listen(page, map, panel);
  followStory(page);
  takeDrops(page, page.own);
  await page.own.open();
  if (holdsControl(model.meta)) makeCurtain(page, byId("cm-side").parentElement);
  keepAddress(page, map, panel);
  document.documentElement.dataset.state = "drawn";
  if (!lettered) document.fonts?.ready.then(() => {
    page.view.surface.paint(["lines", "marks", "names"]);
    clock.redraw();
  });
  /** @type {any} */ (globalThis).conflictmap.page = page; // for tests and for whoever looks into the page
};

const ROOMY = 1600; // pixels: the news stand beside the map from the beginning

// what the address says; where there is room, and it asks for nothing, with the news
const opening = (state, meta) => {
  const isBare = !state.panel && !state.unit && !state.spots && state.event === null && !state.plain;
  return isBare && innerWidth >= ROOMY && holdsEvents(meta) ? { ...state, panel: "feed" } : state;
};

// In a hidden tab or frame the map has no size to fit the country into: it is fitted when it gets one.
const openWhenSeen = (map, model, state, panel) => {
  const container = map.getContainer();
  const open = () => openView(map, model, state, panel.box());
  open();
  if (container.clientWidth && container.clientHeight) return;
  new ResizeObserver((_, observer) => {
    if (!container.clientWidth || !container.clientHeight) return;
    observer.disconnect();
    map.invalidateSize({ animate: false });
    open();
  }).observe(container);
};

/** Whether a canvas can be lettered already, or would be in the browser's own letters. */
const hasFonts = (lang) =>
  (document.fonts?.check('12px "Source Sans 3 Variable"') ?? true) && (lang !== "my" || document.fonts.check("12px Padauk", "\u1019"));

/** Words and formats of the state's language, made when it changes. */
const remember = (store) => {
  let key = "";
  let made = null;
  return () => {
    const { lang, digits } = store.get();
    if (key !== `${lang}${digits}`) {
      key = `${lang}${digits}`;
      made = { words: makeWords(lang, digits), format: makeFormat(lang, digits) };
    }
    return made;
  };
};

/** @param {import("./base/types").Page} page */
const makeButtons = (page, player, root) => {
  const { store, words } = page;
  const go = (days) => () => {
    const { day, from, to } = store.get();
    store.set({ day: Math.max(from, Math.min(to, day + days)) });
  };
  const goMonths = (months) => () => {
    const [{ day }, first] = [store.get(), page.model.meta.days[0]];
    go(addMonths(first + day, months) - first - day)();
  };
  store.follow((state, changed) => {
    if (!["lang", "digits", "playing", "speed"].some((key) => changed.has(key))) return;
    const { say } = words();
    const button = (sign, label, act) => el("button", { type: "button", title: say(label), on: { click: act } }, page.format().turn(sign), el("span.cm-hidden", {}, ` ${say(label)}`));
    fill(root,
      button(`−${say("monthSign")}`, "monthBack", goMonths(-1)), button("−7", "weekBack", go(-7)), button("−1", "dayBack", go(-1)),
      el("button.cm-play", { type: "button", on: { click: player.toggle } }, el("span", { "aria-hidden": "true" }, state.playing ? "❚❚" : "▶"), el("span.cm-play-word", {}, " ", say(state.playing ? "pause" : "play"))),
      button("+1", "dayOn", go(1)), button("+7", "weekOn", go(7)), button(`+${say("monthSign")}`, "monthOn", goMonths(1)),
      el("label.cm-speed", {}, el("span.cm-hidden", {}, say("speed")), el("select", { on: { change: (event) => store.set({ speed: Number(event.target.value) }) } },
        player.speeds.map((speed) => el("option", { value: speed, selected: state.speed === speed }, page.format().turn(`${speed}×`))))));
  }, true);
};

/**
 * Go to a place that was found, and say what is known of it; a state or a district is only shown.
 * @param {import("./base/types").Page} page
 */
const goTo = ({ model, store, map }, panel, { kind, number, unit, pcode, id }) => {
  if (kind === "actor") {
    store.set({ actor: id, panel: "feed", unit: 0, spots: null, event: null });
    return;
  }
  if (kind === "area") {
    store.set({ unit: 0, spots: null, event: null, panel: "" });
    fitTo(map, boundsOfArea(model, pcode) ?? map.getBounds(), null);
    return;
  }
  const points = { town: model.towns, spot: model.spots };
  const [lon, lat] = kind === "unit" ? model.middle(number) : [points[kind].longitude[number], points[kind].latitude[number]];
  map.setView([lat, lon], Math.max(8.5, map.getZoom()), { animate: false });
  store.set(kind === "spot" ? { spots: [number], unit: 0, event: null, panel: "" } : { unit, spots: null, event: null, panel: "" });
  requestAnimationFrame(panel.enter); // also where it is open already
};

/** @param {import("./base/types").Page} page */
const listen = (page, map, panel) => {
  const { store, view } = page;
  map.on("click", ({ containerPoint }) => {
    const { spots, unit, rows } = view.under(containerPoint);
    if (rows) {
      store.set({ ownRows: rows, panel: "own", spots: null, unit: 0, event: null });
      return;
    }
    const again = spots && spots.join() === store.get().spots?.join(); // a second click parts what lies together
    if (again && spots.length > 1 && partSpots(page, spots)) return;
    const chosen = map.containerPointToLatLng(containerPoint);
    store.set({ spots: spots ?? null, unit: spots ? 0 : unit, event: null, panel: "" });
    if (spots || unit) requestAnimationFrame(() => keepSeen(page, chosen));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.isOpen()) panel.back();
  });
};

// a page inside another document (srcdoc, a notebook) has no address of its own to write
const quietly = (act) => {
  try {
    act();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
};

/**
 * The address follows the state; back and forward bring a state back.
 * @param {import("./base/types").Page} page
 */
const keepAddress = ({ store, model }, map, panel) => {
  let written = location.hash.slice(1);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let returning = false; // what a step back or forward sets off is no step of its own, or "forward" would be lost
  const write = () => {
    const fragment = writeFragment(store.get(), model.meta);
    const method = returning ? "replaceState" : "pushState";
    returning = false;
    if (fragment === written || store.get().playing) return;
    written = fragment;
    quietly(() => history[method]({ view: viewOf(map) }, "", `#${fragment}`));
  };
  // each step back knows what was seen, the first one too, whose address stays as it was opened
  quietly(() => history.replaceState({ view: viewOf(map) }, ""));
  store.follow((state, changed) => {
    if ([...changed].every((key) => KEPT_OUT.includes(key) && key !== "playing")) return;
    // an address that names a choice alone would zoom to it: it is given with what was seen
    if (!state.view && !returning && CHOSEN.some((key) => changed.has(key))) store.set({ view: viewOf(map) });
    clearTimeout(timer);
    timer = setTimeout(write, 350); // a drag is one step back, not a hundred
  });
  map.on("moveend", () => {
    store.set({ view: viewOf(map) });
  });
  const read = (event) => {
    if (location.hash.slice(1) === written) return;
    written = location.hash.slice(1);
    returning = true;
    const seen = event.state?.view; // of a step of this page; an address that was typed has none
    const state = { ...readFragment(written, model.meta), ...(seen ? { view: seen } : {}) };
    store.set(state);
    // the drawer is laid out in the next frame, and the choice is put beside it
    if (state.view || boundsOfChoice(model, state)) requestAnimationFrame(() => openView(map, model, state, panel.box()));
  };
  addEventListener("popstate", read);
  addEventListener("hashchange", read);
};
