// The layers alone, for somebody else's folium map: they take the Leaflet that is there.
import { makeLayers } from "./layers.js";

globalThis.conflictmap = makeLayers(globalThis.L);
