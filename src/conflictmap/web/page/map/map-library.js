// The parts of Leaflet that the whole page draws with, from its own modules: what is not named here is not in the page.
import "leaflet/src/map/index.js"; // dragging, keys, wheel and touch
import "leaflet/src/control/Control.Attribution.js";
import { control } from "leaflet/src/control/Control.js";
import { zoom } from "leaflet/src/control/Control.Zoom.js";
import { extend } from "leaflet/src/core/Util.js";
import * as DomUtil from "leaflet/src/dom/DomUtil.js";
import { toPoint } from "leaflet/src/geometry/Point.js";
import { tileLayer } from "leaflet/src/layer/tile/TileLayer.js";
import { Renderer } from "leaflet/src/layer/vector/Renderer.js";
import { createMap } from "leaflet/src/map/Map.js";

export const L = { control: Object.assign(control, { zoom }), DomUtil, extend, map: createMap, point: toPoint, Renderer, tileLayer };
