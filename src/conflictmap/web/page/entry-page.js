// The whole page: Leaflet for folium's map element, and the page's start. It makes globals, as folium's templates call
// `L`, and the page's element calls `conflictmap`.
import L from "leaflet";
import { startPage } from "./app.js";

globalThis.L = L;
globalThis.conflictmap = { start: (map, prefix, options) => startPage(L, map, prefix, options) };
