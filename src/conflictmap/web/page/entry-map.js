// A folium map of ours: Leaflet with its pictures for folium's own elements, and our layers. It makes globals, as folium's
// templates call `L`, and our layers' call `conflictmap`.
import L from "leaflet";
import icon from "leaflet/dist/images/marker-icon.png";
import retina from "leaflet/dist/images/marker-icon-2x.png";
import shadow from "leaflet/dist/images/marker-shadow.png";
import { dollar } from "./folium-needs.js";
import { makeLayers } from "./layers.js";

delete L.Icon.Default.prototype._getIconUrl; // it reads an address out of the style sheet; ours is data
L.Icon.Default.mergeOptions({ iconUrl: icon, iconRetinaUrl: retina, shadowUrl: shadow });
globalThis.L = L;
globalThis.$ ??= dollar;
globalThis.conflictmap = makeLayers(L);
