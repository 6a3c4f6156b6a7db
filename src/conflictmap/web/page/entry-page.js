// The whole page: Leaflet for folium's map element, and the page's start. It makes globals, as folium's templates call
// `L`, and the page's element calls `conflictmap`.
import { startPage } from "./app.js";
import { tidy } from "./base/tidy.js";
import { L } from "./map/map-library.js";

// asked for before the page has any text, so that it is laid out once, in its own letters
for (const [font, letter] of [['12px "Source Sans 3 Variable"', "a"], ["12px Padauk", "\u1019"]]) document.fonts?.load(font, letter);

// a copy that a browser saved after it was drawn is drawn anew
const fresh = () => {
  if (!document.documentElement.hasAttribute("data-state")) return;
  tidy(document.body);
  document.documentElement.removeAttribute("data-state");
};

globalThis.L = {
  ...L,
  map: (element, options) => {
    fresh();
    return L.map(element, options);
  },
};
document.documentElement.dataset.started = ""; // the note for browsers that are too old for these scripts goes
globalThis.conflictmap = { start: (map, prefix, options) => startPage(L, map, prefix, options) };
