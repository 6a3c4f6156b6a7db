// The parts of Leaflet that the whole page draws with; what it does not name is left out of the bundle (see build.mjs).
import { control, DomUtil, extend, map, point, Renderer, tileLayer } from "leaflet/dist/leaflet-src.esm.js";

export const L = { control, DomUtil, extend, map, point, Renderer, tileLayer };
