// The whole page: Leaflet for folium's own elements, and the page's start. The only module that makes globals:
// folium's templates call `L`, and the page's element calls `conflictmap`.
import L from "leaflet";
import icon from "leaflet/dist/images/marker-icon.png";
import retina from "leaflet/dist/images/marker-icon-2x.png";
import shadow from "leaflet/dist/images/marker-shadow.png";
import { dollar } from "./folium-needs.js";
import { makeLayers } from "./layers.js";
import { startPage } from "./app.js";

delete L.Icon.Default.prototype._getIconUrl; // it reads an address out of the style sheet; ours is data
L.Icon.Default.mergeOptions({ iconUrl: icon, iconRetinaUrl: retina, shadowUrl: shadow });
globalThis.L = L;
globalThis.$ ??= dollar;
globalThis.conflictmap = { ...makeLayers(L), start: (map, prefix, options) => startPage(L, map, prefix, options) };
