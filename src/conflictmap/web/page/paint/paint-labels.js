// Paints names: neighbours, states and regions, towns. Towns have a dot, and never stand on a mark.
import { chooseLabels, TOWN_ZOOM } from "./labels.js";
import { holds, worldX, worldY } from "../data/shapes.js";

const SANS = '"Source Sans 3 Variable", "Padauk", sans-serif';
const STYLES = {
  country: { font: `500 15px ${SANS}`, colour: "#8b8676", spacing: "3px", height: 18, halo: 0 },
  state: { font: `700 11.5px ${SANS}`, colour: "rgba(50,46,40,0.72)", spacing: "1.6px", height: 14, halo: 3 },
  capital: { font: `700 13px ${SANS}`, colour: "#111", spacing: "0px", height: 16, halo: 3 },
  town: { font: `600 12px ${SANS}`, colour: "#26241f", spacing: "0px", height: 15, halo: 3 },
  minor: { font: `400 11.5px ${SANS}`, colour: "#3b382f", spacing: "0px", height: 14, halo: 3 },
};
const HALO = 5; // pixels around a mark that a new event's or the chosen mark's ring takes
const NAMED = 80; // the heaviest marks are named, where there is room
const TOWN_STYLES = ["capital", "town", "town", "minor", "minor"];
// Where the names of neighbours stand: in what is seen of each beside Myanmar. [lon, lat, en, my]
/** @type {[number, number, string, string][]} */
const NEIGHBOURS = [
  [102.2, 25.6, "China", "တရုတ်"],
  [93.2, 26.3, "India", "အိန္ဒိယ"],
  [90.2, 24.1, "Bangladesh", "ဘင်္ဂလားဒေ့ရှ်"],
  [102.6, 20.2, "Laos", "လာအို"],
  [100.6, 16.2, "Thailand", "ထိုင်း"],
  [105.6, 21.9, "Vietnam", "ဗီယက်နမ်"],
  [104.8, 12.9, "Cambodia", "ကမ္ဘောဒီးယား"],
  [90.4, 27.4, "Bhutan", "ဘူတန်"],
];

/**
 * @param {any} model
 * @param {{shows: (layer: string) => boolean, lang: () => string, marks: () => {spot: number, x: number, y: number, radius: number}[]}} now
 *   marks: all that may stand in the frame, whatever the day, the heaviest first
 * @returns a painter, which returns the names that it drew
 */
export const paintLabels = (model, now) => (context, frame) => {
  const all = now.marks(); // each of them beats a name, also the lightest
  const marks = all.slice(0, NAMED);
  const obstacles = all.map(({ x, y, radius }) => [x - radius - HALO, y - radius - HALO, x + radius + HALO, y + radius + HALO]);
  const wishes = [
    ...(now.shows("towns") ? markNames(model, marks, now.lang()) : []),
    ...(now.shows("neighbours") ? neighbours(frame, now.lang()) : []),
    ...(now.shows("adm1") ? states(model, frame, now.lang()) : []),
    ...(now.shows("towns") ? towns(model, frame, now.lang()) : []),
  ];
  const widths = new Map();
  const measure = (text, style) => {
    const key = `${style} ${text}`;
    if (!widths.has(key)) {
      set(context, style, text);
      widths.set(key, context.measureText(text).width);
    }
    return /** @type {[number, number]} */ ([widths.get(key), STYLES[style].height * (BURMESE.test(text) ? 1.4 : 1)]); // its signs stand above and below
  };
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineJoin = "round";
  const chosen = chooseLabels(wishes, measure, frame, obstacles);
  for (const { wish, left, top, height } of chosen) {
    const style = STYLES[wish.style];
    set(context, wish.style, wish.text);
    if (wish.dot) townDot(context, wish.mark ? { ...wish, style: "minor" } : wish); // under its mark, and there without it
    if (style.halo) {
      context.strokeStyle = "rgba(255,255,255,0.88)";
      context.lineWidth = style.halo;
      context.strokeText(wish.text, left, top + height / 2);
    }
    context.fillStyle = style.colour;
    context.fillText(wish.text, left, top + height / 2);
  }
  return chosen;
};

const BURMESE = /[\u1000-\u109f]/;

const set = (context, style, text) => {
  context.font = STYLES[style].font;
  context.letterSpacing = BURMESE.test(text) ? "0px" : STYLES[style].spacing; // apart, its signs would not join
};

const townDot = (context, { x, y, style }) => {
  context.beginPath();
  if (style === "capital") context.rect(x - 3, y - 3, 6, 6);
  else context.arc(x, y, style === "town" ? 2.3 : 1.7, 0, 2 * Math.PI);
  context.fillStyle = "#fff";
  context.strokeStyle = "#26241f";
  context.lineWidth = 1.3;
  context.fill();
  context.stroke();
};

/** @returns {[number, number]} */
const at = (lon, lat, { scale, x0, y0 }) => [worldX(lon) * scale - x0, worldY(lat) * scale - y0];

const inside = ([x, y], { width, height }) => x > 0 && y > 0 && x < width && y < height;

const neighbours = (frame, lang) =>
  frame.zoom > 8.5
    ? []
    : NEIGHBOURS.map(([lon, lat, en, my]) => ({ place: at(lon, lat, frame), text: lang === "my" ? my : en.toUpperCase() }))
        .filter(({ place }) => inside(place, frame))
        .map(({ place: [x, y], text }) => ({ text, x, y, style: "country", rank: 6 }));

/** @param {import("../base/types").Model} model */
const states = (model, frame, lang) =>
  frame.zoom > 9
    ? []
    : model.states.map(({ code, name, nameMy, lon, lat }) => {
        const [x, y] = at(lon, lat, frame);
        const rings = model.meta.units.flatMap((row, place) => (row[3] === code ? model.units.rings[place + 1] : []));
        const within = (left, top) => holds(rings, (left + frame.x0) / frame.scale, (top + frame.y0) / frame.scale);
        return { text: lang === "my" && nameMy ? nameMy : name.toUpperCase(), x, y, style: "state", rank: 1.5, inside: within };
      });

// The names of the places where events lie, beside their marks.
/** @param {import("../base/types").Model} model */
const markNames = (model, marks, lang) =>
  marks.map(({ spot, x, y, radius }) => {
    const [name, nameMy] = model.meta.spotNames[spot];
    return { text: lang === "my" && nameMy ? nameMy : name, x, y, style: "town", rank: 1.2, dot: true, mark: true, gap: radius + HALO + 3 };
  }).filter(({ text }) => text !== "");

/** @param {import("../base/types").Model} model */
const towns = ({ towns: all }, frame, lang) => {
  const found = [];
  for (let town = 0; town < all.x.length; town += 1) {
    const rank = all.rank[town];
    if (frame.zoom < TOWN_ZOOM[rank]) continue;
    const x = all.x[town] * frame.scale - frame.x0;
    const y = all.y[town] * frame.scale - frame.y0;
    if (!inside([x, y], frame)) continue;
    const [name, nameMy] = all.names[town];
    found.push({ text: lang === "my" && nameMy ? nameMy : name, x, y, style: TOWN_STYLES[rank], rank, dot: true });
  }
  return found;
};
