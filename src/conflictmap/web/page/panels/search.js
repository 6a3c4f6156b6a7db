// Find a place by its name in either script, and go there.
import { burmese, el, fill } from "../base/dom.js";
import { holdsEvents } from "../data/atlas.js";
import { unitName } from "../words/wording.js";

const MOST = 8;

/** A name as it is compared: small letters without marks, spaces and hyphens; Burmese as it is. */
export const plainName = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase().replace(/[\s\-’'().]/g, "");

/**
 * All names of a page: townships, states and districts, towns, and the spots of events; each once, with its other forms.
 * @param {import("../base/types").Model} model
 */
export const makeIndex = ({ meta, towns, spots }) => {
  const entries = [];
  const seen = new Set();
  const aliases = new Map((meta.aliases ?? []).map(([of, ...names]) => [of, names]));
  const add = (/** @type {readonly any[]} */ [name, nameMy], entry, code = "") => {
    const key = `${name} ${entry.pcode ?? ""}${entry.unit}`;
    if (!name || seen.has(key)) return;
    seen.add(key);
    const others = aliases.get(code === "" ? entry.number : code) ?? [];
    const forms = [name, nameMy ?? "", code, ...(entry.kind === "spot" ? [] : others)].map((form) => [plainName(form), form]);
    entries.push({ name, nameMy: nameMy ?? "", ...entry, forms: forms.filter(([plain]) => plain) });
  };
  meta.units.forEach(([pcode, ...names], place) => add(names, { kind: "unit", number: place + 1, unit: place + 1 }, pcode));
  const seenAreas = new Set(meta.units.flatMap((row) => [row[3], row[4]]));
  for (const [pcode, [name, nameMy, type]] of Object.entries(meta.wider)) {
    if (seenAreas.has(pcode)) add([name, nameMy], { kind: "area", number: -1, unit: 0, pcode, type }, pcode);
  }
  meta.townNames.forEach((names, town) => add(names, { kind: "town", number: town, unit: towns.unit[town], city: towns.rank?.[town] <= 1 }));
  for (const [id, name, nameMy] of meta.actors ?? []) add([name, nameMy], { kind: "actor", number: -1, unit: 0, pcode: `actor ${id}`, id }, id);
  meta.spotNames.forEach((names, spot) => add(names, { kind: "spot", number: spot, unit: spots.unit[spot] }));
  return entries;
};

/** The entries whose name begins with the text, then those that hold it; `as` is the form that fits where it is not the name. */
export const findPlaces = (index, text, most = MOST) => {
  const key = plainName(text);
  if (!key) return [];
  const rankOf = (plain) => (plain === key ? 0 : plain.startsWith(key) ? 1 : plain.includes(key) ? 2 : 3);
  return index
    .map((entry, place) => {
      const ranks = entry.forms.map(([plain]) => rankOf(plain));
      const best = Math.min(...ranks);
      const rank = best === 0 && entry.city ? -1 : best; // who writes "Yangon" means the city, then the region
      const form = entry.forms[ranks.indexOf(best)][1];
      return { entry: { ...entry, as: form === entry.name || form === entry.nameMy ? "" : form }, place, rank };
    })
    .filter((each) => each.rank < 3)
    .sort((left, right) => left.rank - right.rank || left.place - right.place)
    .slice(0, most)
    .map(({ entry }) => entry);
};

/** Letters to be put in, taken out or changed to make one text of another (Levenshtein 1966). */
export const lettersApart = (left, right) => {
  let row = Array.from({ length: right.length + 1 }, (_, place) => place);
  for (let from = 1; from <= left.length; from += 1) {
    const next = [from];
    for (let to = 1; to <= right.length; to += 1) {
      next.push(Math.min(next[to - 1] + 1, row[to] + 1, row[to - 1] + (left[from - 1] === right[to - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[right.length];
};

/** The entries whose names are nearest to the text by letters, each name once. */
export const nearestPlaces = (index, text, most = 3) => {
  const key = plainName(text).slice(0, 60);
  if (!key) return [];
  const ranked = index
    .map((entry, place) => {
      const [apart, as] = entry.forms.map(([plain, form]) => [lettersApart(key, plain), form]).reduce((best, each) => (each[0] < best[0] ? each : best));
      return { entry: { ...entry, as: as === entry.name || as === entry.nameMy ? "" : as }, place, apart };
    })
    .sort((left, right) => left.apart - right.apart || left.place - right.place);
  const names = new Set();
  return ranked.filter(({ entry: { name } }) => !names.has(name) && names.add(name)).slice(0, most).map(({ entry }) => entry);
};

/**
 * The search field with its list; `go(entry)` is called with what was chosen.
 * @param {import("../base/types").Page} page
 */
export const makeSearch = (page, root, go) => {
  let index = null;
  let matches = [];
  let near = false; // nothing fits, and the nearest are offered
  let active = -1;
  const list = el("ul.cm-found", { id: "cm-found", role: "listbox", hidden: true });
  const field = el("input", { type: "search", id: "cm-search", role: "combobox", autocomplete: "off", "aria-controls": "cm-found", "aria-autocomplete": "list", "aria-expanded": "false" });
  root.append(field, list);

  // what is found by its words in reports is the last line of the list
  const inReports = () => (holdsEvents(page.model.meta) && field.value.trim().length > 1 ? matches.length : -1);
  const show = () => {
    const { say } = page.words();
    list.hidden = field.value.trim() === "";
    field.setAttribute("aria-expanded", String(!list.hidden));
    list.setAttribute("aria-label", say("search"));
    fill(list,
      matches.length && !near ? null : el("li.cm-quiet", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("searchNone"), matches.length ? ` ${say("searchNear")}` : ""),
      matches.map((entry, place) => el("li", { role: "option", id: `cm-found-${place}`, "aria-selected": String(place === active), on: { pointerdown: (event) => { event.preventDefault(); choose(entry); } } },
        entry.name, entry.nameMy ? [" ", burmese(entry.nameMy)] : null, entry.as ? ` (${entry.as})` : null,
        el("span.cm-quiet", {}, kindOf(entry)))),
      inReports() < 0 ? null : el("li.cm-in-reports", { role: "option", id: `cm-found-${inReports()}`, "aria-selected": String(active === inReports()), on: { pointerdown: (event) => { event.preventDefault(); lookUp(); } } }, say("searchReports", { text: field.value.trim() })));
    if (active >= 0) field.setAttribute("aria-activedescendant", `cm-found-${active}`);
    else field.removeAttribute("aria-activedescendant");
  };
  const kindOf = ({ kind, type, unit }) => {
    const { say } = page.words();
    if (kind === "actor") return ` ${say("actor")}`;
    if (kind === "area") return ` ${say(`kind_${type}`)}`;
    return kind === "unit" ? ` ${say("township_")}` : unit ? [", ", unitName(page, unit)] : "";
  };
  const clear = () => {
    field.value = "";
    matches = [];
    active = -1;
    show();
  };
  const choose = (entry) => {
    clear();
    go(entry);
  };
  const lookUp = () => {
    page.store.set({ words: field.value.trim().slice(0, 100), panel: "found", unit: 0, spots: null, event: null });
    clear();
  };
  field.addEventListener("input", () => {
    index ??= makeIndex(page.model);
    matches = findPlaces(index, field.value);
    near = matches.length === 0;
    if (near) matches = nearestPlaces(index, field.value);
    active = matches.length && !near ? 0 : -1; // what is only near is not chosen by Enter alone
    show();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) {
      event.stopPropagation();
      field.value = "";
      show();
    } else if (event.key === "Enter" && matches[active]) choose(matches[active]);
    else if (event.key === "Enter" && active >= 0 && active === inReports()) lookUp();
    else if (["ArrowDown", "ArrowUp"].includes(event.key) && matches.length + (inReports() < 0 ? 0 : 1)) {
      event.preventDefault();
      const lines = matches.length + (inReports() < 0 ? 0 : 1);
      active = active < 0 && event.key === "ArrowUp" ? lines - 1 : (active + (event.key === "ArrowDown" ? 1 : -1) + lines) % lines;
      show();
    }
  });
  field.addEventListener("blur", () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  });
  page.store.follow((state, changed) => {
    if (!changed.has("lang")) return;
    field.setAttribute("aria-label", page.words().say("search"));
    field.setAttribute("placeholder", page.words().say("search"));
  }, true);
};
