// Find a place by its name in either script, and go there.
import { burmese, el, fill } from "./dom.js";

const MOST = 8;

/** A name as it is compared: small letters without marks, spaces and hyphens; Burmese as it is. */
export const plainName = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase().replace(/[\s\-’'().]/g, "");

/** All names of a page: townships, towns, and the spots of events; each once. */
export const makeIndex = (model) => {
  const entries = [];
  const seen = new Set();
  const add = (name, nameMy, kind, number, unit) => {
    const key = `${name} ${unit}`;
    if (!name || seen.has(key)) return;
    seen.add(key);
    entries.push({ name, nameMy: nameMy ?? "", kind, number, unit, keys: [plainName(name), plainName(nameMy ?? "")].filter(Boolean) });
  };
  model.meta.units.forEach(([, name, nameMy], place) => add(name, nameMy, "unit", place + 1, place + 1));
  model.meta.townNames.forEach(([name, nameMy], town) => add(name, nameMy, "town", town, model.towns.unit[town]));
  model.meta.spotNames.forEach(([name, nameMy], spot) => add(name, nameMy, "spot", spot, model.spots.unit[spot]));
  return entries;
};

/** The entries whose name begins with the text, then those that hold it. */
export const findPlaces = (index, text, most = MOST) => {
  const key = plainName(text);
  if (!key) return [];
  const rank = ({ keys }) => (keys.some((each) => each === key) ? 0 : keys.some((each) => each.startsWith(key)) ? 1 : keys.some((each) => each.includes(key)) ? 2 : 3);
  return index
    .map((entry, place) => ({ entry, place, rank: rank(entry) }))
    .filter((each) => each.rank < 3)
    .sort((one, other) => one.rank - other.rank || one.place - other.place)
    .slice(0, most)
    .map(({ entry }) => entry);
};

/** The search field with its list; `go(entry)` is called with what was chosen. */
export const makeSearch = (page, root, go) => {
  let index = null;
  let found = [];
  let active = -1;
  const list = el("ul.cm-found", { id: "cm-found", role: "listbox", hidden: true });
  const field = el("input", { type: "search", id: "cm-search", role: "combobox", autocomplete: "off", "aria-controls": "cm-found", "aria-autocomplete": "list", "aria-expanded": "false" });
  root.append(field, list);

  const show = () => {
    const { say } = page.words();
    list.hidden = field.value.trim() === "";
    field.setAttribute("aria-expanded", String(!list.hidden));
    list.setAttribute("aria-label", say("search"));
    fill(list, found.map((entry, place) => el("li", { role: "option", id: `cm-found-${place}`, "aria-selected": String(place === active), on: { pointerdown: (event) => { event.preventDefault(); choose(entry); } } },
      entry.name, entry.nameMy ? [" ", burmese(entry.nameMy)] : null,
      el("span.cm-quiet", {}, entry.kind === "unit" ? ` ${say("township_")}` : entry.unit ? `, ${page.model.meta.units[entry.unit - 1][1]}` : ""))),
    found.length ? null : el("li.cm-quiet", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("searchNone")));
    if (active >= 0) field.setAttribute("aria-activedescendant", `cm-found-${active}`);
    else field.removeAttribute("aria-activedescendant");
  };
  const choose = (entry) => {
    field.value = "";
    found = [];
    active = -1;
    show();
    go(entry);
  };
  field.addEventListener("input", () => {
    index ??= makeIndex(page.model);
    found = findPlaces(index, field.value);
    active = found.length ? 0 : -1;
    show();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) {
      event.stopPropagation();
      field.value = "";
      show();
    } else if (event.key === "Enter" && found[active]) choose(found[active]);
    else if (["ArrowDown", "ArrowUp"].includes(event.key) && found.length) {
      event.preventDefault();
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
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
