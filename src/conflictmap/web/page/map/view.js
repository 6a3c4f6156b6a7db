// The map: painters on one surface, following the one state; and what lies under a finger.
import { paintControl } from "../paint/paint-control.js";
import { FILTER_KEYS, maskOf, windowOf } from "../state/filters.js";
import { countOnce, groupCounts, groupSpots, spotsOf } from "./groups.js";
import { paintAround, paintGround, paintLines } from "../paint/paint-ground.js";
import { openClaims } from "../data/claims.js";
import { paintActivity, paintClaims, paintChosen, paintContested } from "../paint/paint-overlays.js";
import { linesBetween } from "../lines/sides.js";
import { paintSides } from "../lines/paint-sides.js";
import { spanOn } from "../data/tracks.js";
import { foughtOver } from "../data/activity.js";
import { foughtSites } from "../data/sites.js";
import { paintLabels } from "../paint/paint-labels.js";
import { markAt, placeMarks } from "./marks.js";
import { makeOwnLayer } from "./own-layer.js";
import { makeMarksPainter } from "../paint/changed-marks.js";
import { makeRanking } from "./ranking.js";
import { makeReach } from "./reach.js";
import { holds, readRivers } from "../data/shapes.js";
import { makeBase } from "./still.js";
import { surfaceClass } from "./canvas-layer.js";
import { makeTally } from "../data/tally.js";
import { makeUnitPaths } from "../paint/trace.js";
import { versusOf } from "../state/versus.js";

const TOUCHED_BY = {
  control: ["layers", "day", "rules", "known"],
  versus: ["versus", "layers", "day", "rules", "known"],
  lines: ["layers", "unit", "versus"],
  marks: ["layers", "size", "day", "from", "window", "spots", "rules", "known", ...FILTER_KEYS],
  own: ["own", "tables", "day", "from", "window"],
  names: ["own", "tables", "layers", "size", "lang", "day", "from", "window", "known", ...FILTER_KEYS],
};

/** Draw a model on a map and follow the store; `ground` null leaves the ground to what is there. */
export const makeView = (L, map, model, ground, store) => {
  const kinds = model.meta.types.length * 2;
  const shows = (layer) => store.get().layers.has(layer);
  const sizes = { spots: model.spots.x.length, types: kinds, placings: model.meta.placings.length };
  const tally = makeTally({ day: model.events.day, length: model.events.length, type: model.events.kind, placing: model.events.placing, fatalities: model.events.fatalities, apart: model.events.apart }, model.marks, sizes);
  const weight = new Uint32Array(sizes.spots);
  for (const spot of model.marks.spot) weight[spot] += 1;
  let groups = null;
  /** @type {Int32Array} */
  let sums = new Int32Array(0);
  let marks = [];
  let names = [];
  let ringed = { fresh: new Set(), chosen: -1 };
  /** @type {any} */
  let beside = null; // the layers right of the curtain, as a set of their own
  let overlayDrawn = "";

  const ranking = makeRanking(model.spots, weight);
  const regroup = (frame) => {
    // what is known by township only stays inside it
    const within = (spot, x, y) => !model.spots.unit[spot] || holds(model.units.rings[model.spots.unit[spot]], x, y);
    groups = groupSpots(model.spots, tally.sums, frame.scale, { standing: weight, within, of: groups?.of, ranked: ranking() });
  };

  const paintChanged = makeMarksPainter(model.spots, kinds);
  const pathsOf = makeUnitPaths(model.units.rings);
  const reach = makeReach(model);
  const bare = ground ? paintGround(ground, model.units, shows) : null;
  const lines = paintLines(readRivers(model.riversShape), model.units, shows);
  const base = makeBase((context, frame) => {
    if (bare) paintAround(context, frame, reach.townships(frame), bare);
    lines(context, frame);
  });
  const own = makeOwnLayer(store);
  const labels = paintLabels(model, { shows, lang: () => store.get().lang, marks: () => marks, squares: own.boxes, reach: reach.names });
  const painters = [
    {
      name: "control",
      keeps: true,
      opaque: ground !== null,
      reach: reach.townships,
      paint: paintControl(pathsOf, legendOf(model), () => {
        const { rules, day, known, layers } = store.get();
        return { track: model.track(rules), day, known: known ?? Infinity, layers };
      }, bare),
    },
    {
      name: "versus", // another day, rule set or knowledge, right of the curtain
      keeps: true,
      side: "right",
      reach: reach.townships,
      asked: () => {
        if (versusOf(store.get()) === null) beside = null; // its canvas is let go, and painted whole when it is back
        return versusOf(store.get()) !== null;
      },
      paint: paintControl(pathsOf, legendOf(model), () => {
        const { rules, day, known } = versusOf(store.get()) ?? store.get();
        const { layers } = store.get();
        beside = beside?.of === layers ? beside : { of: layers, own: new Set(layers) };
        return { track: model.track(rules), day, known: known ?? Infinity, layers: beside.own };
      }, bare),
    },
    {
      name: "lines",
      still: true,
      paint: (context, frame) => {
        overlayDrawn = overlayKey();
        base(context, frame, store.get().layers);
        if (store.get().versus === "") overlays(context, frame); // under the names; of one picture only
        if (store.get().unit) paintChosen(context, frame, model.units.rings[store.get().unit]);
      },
    },
    {
      name: "marks",
      keeps: true,
      side: "left",
      reach: reach.marks,
      paint: (context, frame) => {
        regroup(frame);
        sums = countOnce(groupCounts(tally.counts, groups, kinds), groups, tally.several, tally, { marks: model.marks, kind: model.events.kind, kinds });
        marks = shows("events") ? placeMarks(groups, sums, kinds, model.spots, frame) : [];
        ringed = ringsNow();
        const [areas, density] = [shows("areas"), shows("density")];
        paintChanged(context, frame, { marks, sums, rings: ringed, areas, density, sites: model.sites, fought: fought() });
      },
    },
    {
      ...own.painter, // over the marks, under the names
    },
    {
      name: "names", // after the marks, which they keep clear of
      keeps: true,
      reach: reach.names,
      paint: (context, frame) => {
        names = labels(context, frame);
      },
    },
  ];
  const ringsNow = () => {
    const { day, window, spots } = store.get();
    return { fresh: window === 1 ? new Set() : begunOn(day), chosen: spots === null ? -1 : groups.of[spots[0]] };
  };
  const begunOn = (day) => {
    const fresh = new Set();
    const { event, spot } = model.marks;
    let low = 0;
    let high = event.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (model.events.day[event[middle]] < day) low = middle + 1;
      else high = middle;
    }
    for (let mark = low; mark < event.length && model.events.day[event[mark]] === day; mark += 1) {
      if (tally.passes(event[mark])) fresh.add(groups.of[spot[mark]]);
    }
    return fresh;
  };

  const fought = () => (shows("contested") ? foughtSites(model, store.get()) : []);
  /** Open claims and contested townships of the day, as far as they are shown. */
  const overlaid = () => {
    const { rules, day, known } = store.get();
    const claims = model.claims(rules);
    return {
      claims,
      open: shows("claims") && claims ? openClaims(claims, day, known ?? Infinity) : [],
      contested: shows("contested") ? contestedOn(model, model.track(rules), day, known ?? Infinity) : [],
      sides: linesBetween(model, store.get()),
      active: shows("activity") ? foughtOver(model, store.get()) : [],
    };
  };
  const overlayKey = () => {
    const { open, contested, active, sides } = overlaid();
    return `${sides?.key};${open.join()};${contested.join()};${active.join()};${store.get().rules}`;
  };
  const overlays = (context, frame) => {
    const { claims, open, contested, active, sides } = overlaid();
    if (sides) paintSides(context, frame, sides);
    paintActivity(context, frame, { units: model.units, active });
    paintContested(context, frame, { units: model.units, contested });
    if (open.length) paintClaims(context, frame, { units: model.units, claims, open, colourOf: model.colourOf });
  };

  const surface = new (surfaceClass(L))(painters);
  const count = (state, changed) => {
    if (FILTER_KEYS.some((key) => changed.has(key))) tally.filter(maskOf(model, state));
    if (changed.has("size")) tally.weigh(state.size === "deaths");
    tally.move(...windowOf(state));
  };
  count(store.get(), new Set([...FILTER_KEYS, "size"]));

  store.follow((state, changed) => {
    count(state, changed);
    const stale = Object.keys(TOUCHED_BY).filter((name) => TOUCHED_BY[name].some((key) => changed.has(key)));
    if (overlayKey() !== overlayDrawn && !stale.includes("lines")) stale.push("lines");
    surface.paint(stale);
  });

  return {
    surface,
    tally,
    own,
    /** Put it on the map, when the map knows what it is to show. */
    show: () => surface.addTo(map),
    /** The mark or township at a point of the map's container. */
    under: (containerPoint) => {
      const { x, y } = surface.toFrame(containerPoint);
      const rows = own.under(x, y);
      if (rows) return { rows };
      const mark = markAt(marks, x, y);
      if (mark) return { spots: spotsOf(groups, mark.group), sums: Array.from(sums.subarray(mark.group * kinds, (mark.group + 1) * kinds)) };
      const { scale, x0, y0 } = surface.frame();
      const unit = model.units.rings.findIndex((rings) => holds(rings, (x + x0) / scale, (y + y0) / scale));
      return { unit: Math.max(0, unit) };
    },
    marks: () => marks,
    /** The first spot of an event, or -1. */
    spotOf: (event) => (tally.firstMark[event] < tally.firstMark[event + 1] ? model.marks.spot[tally.firstMark[event]] : -1),
    /** The mark that stands for an event, in pixels of the map's container; undefined where none is drawn. */
    markOf: (event) => {
      for (let mark = tally.firstMark[event]; mark < tally.firstMark[event + 1]; mark += 1) {
        const drawn = marks.find(({ group }) => group === groups.of[model.marks.spot[mark]]);
        const { x, y } = surface.toFrame(L.point(0, 0));
        if (drawn) return { x: drawn.x - x, y: drawn.y - y, radius: drawn.radius };
      }
      return undefined;
    },
    /** Marks in sight: {x, y, radius}, pixels of the map's container. */
    seen: () => {
      const { x, y } = surface.toFrame(L.point(0, 0));
      const size = map.getSize();
      return marks.map((mark) => L.extend(L.point(mark.x - x, mark.y - y), { radius: mark.radius }))
        .filter((mark) => mark.x > 0 && mark.y > 0 && mark.x < size.x && mark.y < size.y);
    },
    /** Which rings stand around some mark: of the day itself, of the one chosen. */
    rings: () => ({ fresh: marks.some(({ group }) => ringed.fresh.has(group)), chosen: marks.some(({ group }) => group === ringed.chosen) }),
    /** The names on the map: {wish, left, top, width, height}, pixels of the surface. */
    names: () => names,
  };
};

const FOUGHT_OVER = new Set(["contested", "besieged", "split"]);

const contestedOn = ({ meta }, track, day, known) =>
  meta.units.map((_, place) => place + 1).filter((unit) => {
    const span = spanOn(track, unit, day, known);
    return span >= 0 && FOUGHT_OVER.has(meta.states[track.state[span]]);
  });

const legendOf = ({ meta, colourOf }) => ({
  colourOf,
  stateName: (state) => meta.states[state],
  confidenceName: (grade) => meta.confidences[grade],
  assumption: meta.assumption,
});
