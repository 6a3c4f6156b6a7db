// The whole page: Leaflet for folium's map element, and the page's start. It makes globals, as folium's templates call
// `L`, and the page's element calls `conflictmap`.
import L from "leaflet";
import { startPage } from "./app.js";

// asked for before the page has any text, so that it is laid out once, in its own letters
for (const [font, letter] of [['12px "Source Sans 3 Variable"', "a"], ["12px Padauk", "\u1019"]]) document.fonts?.load(font, letter);

globalThis.L = L;
globalThis.conflictmap = { start: (map, prefix, options) => startPage(L, map, prefix, options) };
