// Paints names: neighbours, states and regions, towns. Towns have a dot; a name never stands on a mark.
import { whenIdle } from "../base/idle.js";
import { chooseLabels, TOWN_ZOOM } from "./labels.js";
import { edgeOf, makeSprites, sizeOf, write } from "./names.js";
import { holds, worldX, worldY } from "../data/shapes.js";

const HALO = 5; // pixels around a mark that a new event's or the chosen mark's ring takes
const NAMED = 80; // the heaviest marks are named, where there is room
const TOWN_STYLES = ["capital", "town", "town", "minor", "minor"];
// Where the names of neighbours stand: in what is seen of each beside Myanmar. [lon, lat, en, my]
/** @type {[number, number, string, string][]} */
export const NEIGHBOURS = [
  [102.2, 25.6, "China", "တရုတ်"],
  [93.2, 26.3, "India", "အိန္ဒိယ"],
  [90.2, 24.1, "Bangladesh", "ဘင်္ဂလားဒေ့ရှ်"],
  [102.6, 20.2, "Laos", "လာအို"],
  [100.6, 16.2, "Thailand", "ထိုင်း"],
  [105.6, 21.9, "Vietnam", "ဗီယက်နမ်"],
  [104.8, 12.9, "Cambodia", "ကမ္ဘောဒီးယား"],
  [90.4, 27.4, "Bhutan", "ဘူတန်"],
];

// Cities by which a reader finds the way: named at every zoom, whatever else is drawn. All seats of states are, and these.
const ANCHORS = new Set(["Lashio"]);
const FIRST = new Set(["Yangon", "Mandalay"]); // beside the capital: the nearest free place is theirs

/**
 * @param {any} model
 * @param {{shows: (layer: string) => boolean, lang: () => string, marks: () => {spot: number, x: number, y: number, radius: number}[], squares?: () => number[][], reach?: (frame: any) => number[]}} now
 *   marks: all that stand in the frame, the heaviest first
 * @returns a painter, which keeps what it drew while nothing moves, and returns the names
 */
export const paintLabels = (model, now) => {
  const kept = { sizes: new Map(), sprites: makeSprites(), states: { key: "", frame: null, wishes: [] } };
  /** @type {{frame: any, marks: any, key: string, names: ReturnType<typeof chooseLabels>}} */
  let drawn = { frame: null, marks: null, key: "", names: [] };
  globalThis.document?.fonts?.ready.then(() => {
    kept.sizes.clear();
    kept.sprites.clear();
    kept.states.frame = null;
    drawn = { frame: null, marks: null, key: "", names: [] };
  });
  const spriteLater = whenIdle(() => {
    for (const { wish, width, height } of drawn.names) kept.sprites.keep(wish, width, height, window.devicePixelRatio || 1);
  });
  return (context, frame) => {
    const marks = now.marks();
    const key = [now.lang(), ["towns", "neighbours", "adm1"].map(now.shows), now.squares?.() ?? []].join();
    if (drawn.frame === frame && drawn.key === key && alike(drawn.marks, marks)) return drawn.names;
    drawn = { frame, marks, key, names: drawNames(model, now, context, frame, kept) };
    const ratio = window.devicePixelRatio || 1;
    if (drawn.names.some(({ wish }) => !kept.sprites.get(wish, ratio))) spriteLater();
    return drawn.names;
  };
};

// whether the marks of two days stand in the same places
const alike = (before, marks) => before.length === marks.length && marks.every(({ spot, x, y, radius }, place) => {
  const other = before[place];
  return spot === other.spot && x === other.x && y === other.y && radius === other.radius;
});

const drawNames = (model, now, context, frame, { sizes, sprites, states: before }) => {
  context.clearRect(0, 0, frame.width, frame.height);
  const all = now.marks(); // each of them beats a name, also the lightest
  const marks = all.slice(0, NAMED);
  const obstacles = [...(now.squares?.() ?? []), ...all.map(({ x, y, radius }) => [x - radius - HALO, y - radius - HALO, x + radius + HALO, y + radius + HALO])];
  const wishes = [
    ...(now.shows("towns") ? markNames(model, marks, now.lang()) : []),
    ...(now.shows("neighbours") ? neighbours(frame, now.lang()) : []),
    ...(now.shows("adm1") ? statesOf(before, model, frame, now.lang()) : []),
    ...(now.shows("towns") ? towns(model, frame, all, now.lang()) : []),
  ];
  const measure = (text, style) => sizeOf(context, sizes, text, style);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineJoin = "round";
  const chosen = chooseLabels(wishes, measure, frame, obstacles, now.reach?.(frame));
  for (const { wish, left, top, width, height } of chosen) {
    if (wish.dot) leader(context, wish, [Math.max(left, Math.min(wish.x, left + width)), Math.max(top, Math.min(wish.y, top + height))]);
    if (wish.dot && !wish.mark) townDot(context, wish);
  }
  const ratio = window.devicePixelRatio || 1;
  for (const { wish, left, top, width, height } of chosen) { // over the lines
    const sprite = sprites.get(wish, ratio);
    const edge = edgeOf(wish);
    const [x, y] = [Math.round((left - edge) * ratio) / ratio, Math.round((top - edge) * ratio) / ratio]; // on whole pixels, or it blurs
    if (sprite) context.drawImage(sprite, x, y, sprite.width / ratio, sprite.height / ratio);
    else write(context, wish, x + edge, y + edge + height / 2); // for the first time: a sprite of it is made when there is time
  }
  return chosen;
};

const statesOf = (before, model, frame, lang) => {
  if (before.frame !== frame || before.key !== lang) Object.assign(before, { frame, key: lang, wishes: states(model, frame, lang) });
  return before.wishes;
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

/** Colour and width of a leader's halo and of itself: over a texture it would be taken for a part of it. @type {[string, number][]} */
const LEADER = [["rgba(255,255,255,0.9)", 3.4], ["rgba(38,36,31,0.9)", 1.2]];

// from a place to its name, where that stands further away
const leader = (context, { x, y, gap = 0, mark = false }, [toX, toY]) => {
  const apart = Math.hypot(toX - x, toY - y);
  const from = mark ? gap - 5 : 4;
  if (apart < from + 12) return;
  context.beginPath();
  context.moveTo(x + ((toX - x) * from) / apart, y + ((toY - y) * from) / apart);
  context.lineTo(toX, toY);
  for (const [colour, width] of LEADER) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }
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
        const rings = ringsOf(model, code);
        const answers = new Map(); // the same places are asked for on every day
        const within = (left, top) => {
          const key = `${left} ${top}`;
          if (!answers.has(key)) answers.set(key, holds(rings, (left + frame.x0) / frame.scale, (top + frame.y0) / frame.scale));
          return answers.get(key);
        };
        return { text: lang === "my" && nameMy ? nameMy : name.toUpperCase(), x, y, style: "state", rank: 0.5, inside: within };
      });

const kept = new WeakMap(); // rings of states, by model
const ringsOf = (model, code) => {
  if (!kept.has(model)) kept.set(model, new Map());
  const of = kept.get(model);
  if (!of.has(code)) of.set(code, model.meta.units.flatMap((row, place) => (row[3] === code ? model.units.rings[place + 1] : [])));
  return of.get(code);
};

// The names of the places where events lie, beside their marks.
/** @param {import("../base/types").Model} model */
const markNames = (model, marks, lang) =>
  marks.map(({ spot, x, y, radius }) => {
    const [name, nameMy] = model.meta.spotNames[spot];
    return { text: lang === "my" && nameMy ? nameMy : name, x, y, style: "town", rank: 1.2, dot: true, mark: true, gap: radius + HALO + 3 };
  }).filter(({ text }) => text !== "");

/** @param {import("../base/types").Model} model */
const towns = ({ towns: all }, frame, marks, lang) => {
  const wishes = [];
  for (let town = 0; town < all.x.length; town += 1) {
    const rank = all.rank[town];
    const anchor = rank <= 1 || ANCHORS.has(all.names[town][0]);
    if (!anchor && frame.zoom < TOWN_ZOOM[rank]) continue;
    const x = all.x[town] * frame.scale - frame.x0;
    const y = all.y[town] * frame.scale - frame.y0;
    if (!inside([x, y], frame)) continue;
    const [name, nameMy] = all.names[town];
    const mark = marks.find((each) => Math.hypot(each.x - x, each.y - y) < each.radius + 4); // it stands where the dot would
    const beside = mark ? { mark: true, x: mark.x, y: mark.y, gap: mark.radius + HALO + 3 } : {};
    wishes.push({ text: lang === "my" && nameMy ? nameMy : name, x, y, style: TOWN_STYLES[anchor ? Math.min(rank, 1) : rank], rank: FIRST.has(all.names[town][0]) ? -2 : anchor ? rank - 1 : rank, dot: true, anchor, ...beside });
  }
  return wishes;
};
