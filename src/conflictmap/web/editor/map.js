// The map beside the name: ground and borders as the page draws them, numbered candidates, the entry's other places.
import { feature } from "topojson-client";
import { el } from "../page/base/dom.js";
import { chooseLabels } from "../page/paint/labels.js";
import { paintGround, paintLines } from "../page/paint/paint-ground.js";
import { middleOf, readBasemap, readRivers, readUnits, worldX, worldY } from "../page/data/shapes.js";
import { surfaceClass } from "../page/map/canvas-layer.js";

const MYANMAR = [[9.6, 92.1], [28.6, 101.2]]; // [lat, lon], as Leaflet wants them
const FONT = '12px "Source Sans 3 Variable", "Padauk", system-ui, sans-serif';

/** Make the map in an element. `onPick(lon, lat)` is called with a click, `onHover(number)` over a candidate's mark. */
export const makeMap = (L, element, shapes, basemap, { onPick, onHover, onChoose }) => {
  const map = L.map(element, { zoomSnap: 0.5, attributionControl: false, keyboard: false }).fitBounds(MYANMAR);
  const units = readUnits(shapes.topology, shapes.units);
  const surface = new (surfaceClass(L))([
    { name: "ground", paint: paintGround(readBasemap(basemap), units, () => true) },
    { name: "lines", paint: paintLines(readRivers(shapes.rivers), units, () => true) },
    { name: "labels", paint: paintNames(units, shapes.units) },
  ]);
  surface.addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  map.zoomControl.setPosition("topright");
  const outline = L.geoJSON(null, { interactive: false, style: { color: "#9a1b1e", weight: 2, dashArray: "5 4", fill: false } }).addTo(map);
  const marks = L.layerGroup().addTo(map);
  const pin = L.layerGroup().addTo(map);
  map.on("click", ({ latlng }) => onPick(latlng.lng, latlng.lat));
  const geometries = new Map(shapes.topology.objects.units.geometries.map((geometry) => [geometry.properties.pcode, geometry]));

  const circle = (place, number) => {
    const face = el("span.ed-mark", { "data-number": number, title: place.name }, number);
    const mark = L.marker([place.lat, place.lon], { icon: L.divIcon({ html: face, className: "", iconSize: [26, 26] }), keyboard: false, alt: place.name });
    return mark.on("mouseover", () => onHover(number)).on("mouseout", () => onHover(0)).on("click", () => onChoose(number));
  };
  const square = (place) =>
    L.marker([place.lat, place.lon], { icon: L.divIcon({ html: el("span.ed-other", {}, place.name), className: "", iconSize: [8, 8] }), interactive: false, keyboard: false });

  return {
    map,
    /** Draw the candidates of a name and the other places of its entry, and go where they are. */
    show: (candidates, others, townships) => {
      marks.clearLayers();
      pin.clearLayers();
      outline.clearLayers();
      const placed = candidates.map((place, at) => [place, at + 1]).filter(([place]) => place.lon !== null && place.lon !== undefined);
      const near = others.filter((place) => place.lon !== null);
      for (const place of near) marks.addLayer(square(place));
      for (const [place, number] of placed.reverse()) marks.addLayer(circle(place, number));
      const shapesOf = [...new Set(townships)].filter((pcode) => geometries.has(pcode)).map((pcode) => feature(shapes.topology, geometries.get(pcode)));
      for (const shape of shapesOf) outline.addData(shape);
      const points = (placed.length ? placed.map(([place]) => place) : near).map((place) => L.latLng(place.lat, place.lon));
      const bounds = L.latLngBounds(points);
      if (shapesOf.length) bounds.extend(outline.getBounds());
      map.invalidateSize({ pan: false });
      if (bounds.isValid()) map.fitBounds(bounds, { padding: [46, 46], maxZoom: 10, animate: false });
      else map.fitBounds(MYANMAR, { animate: false });
    },
    /** Light up a candidate's mark. */
    light: (number) => {
      for (const face of element.querySelectorAll(".ed-mark")) face.classList.toggle("lit", Number(face.dataset.number) === number);
    },
    /** Put the pin of a new place. */
    pin: (lon, lat) => {
      pin.clearLayers();
      pin.addLayer(L.marker([lat, lon], { icon: L.divIcon({ html: el("span.ed-pin", {}, "+"), className: "", iconSize: [24, 24] }), interactive: false }));
    },
  };
};

/** Names of townships, where they fit. */
const paintNames = (units, rows) => {
  const middles = new Map();
  const middle = (number) => {
    if (!middles.has(number)) {
      const [lon, lat] = middleOf(units.polygons.get(number));
      middles.set(number, [worldX(lon), worldY(lat)]);
    }
    return middles.get(number);
  };
  return (context, frame) => {
    if (frame.zoom < 7) return;
    context.font = FONT;
    const wishes = [...units.polygons.keys()].map((number) => {
      const [x, y] = middle(number);
      return { text: rows[number - 1][1], x: x * frame.scale - frame.x0, y: y * frame.scale - frame.y0, style: "unit", rank: 0 };
    });
    /** @returns {[number, number]} */
    const measure = (text) => [context.measureText(text).width, 14];
    context.textBaseline = "top";
    for (const { wish, left, top } of chooseLabels(wishes, measure, frame, [])) {
      context.strokeStyle = "rgba(251,250,246,0.9)";
      context.lineWidth = 3;
      context.strokeText(wish.text, left, top);
      context.fillStyle = "#6b675d";
      context.fillText(wish.text, left, top);
    }
  };
};
