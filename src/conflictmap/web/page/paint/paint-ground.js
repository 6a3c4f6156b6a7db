// Painters of what does not move with time: sea, land, neighbours, rivers, borders.
import { BEYOND, HOME, LAND, SEA } from "../base/palette.js";
import { tracePath } from "./trace.js";

const RIVER = "#a9c3d1";

/** Sea, land and the borders between neighbours; several canvases of one frame show parts of it. */
export const paintGround = (ground, units, shows) => {
  const pathOf = tracedOnce({ land: (frame) => tracePath(ground.land, frame, true), borders: (frame) => tracePath(ground.borders, frame, false), home: (frame) => tracePath(units.edge, frame, true) });
  return (context, frame) => {
    context.fillStyle = shows("neighbours") ? SEA : BEYOND; // without neighbours nobody can tell their land from the sea
    context.fillRect(0, 0, frame.width, frame.height);
    if (shows("neighbours")) {
      context.fillStyle = LAND;
      context.fill(pathOf(frame, "land"), "nonzero");
      context.strokeStyle = "#c9c4b8";
      context.lineWidth = 1;
      context.stroke(pathOf(frame, "borders"));
    }
    context.fillStyle = HOME;
    context.fill(pathOf(frame, "home"), "evenodd");
  };
};

// paths by name, each traced when it is first asked for in a frame
const tracedOnce = (trace) => {
  /** @type {{frame: any, paths: Record<string, Path2D>}} */
  let traced = { frame: null, paths: {} };
  return (frame, name) => {
    if (traced.frame !== frame) traced = { frame, paths: {} };
    return (traced.paths[name] ??= trace[name](frame));
  };
};

const SEAM = 12; // pixels of a box's edges that what lies around it is painted over, so that no seam is seen

/** Paint what lies in a frame around a box of it. */
export const paintAround = (context, frame, [left, top, right, bottom], paint) => {
  const { width, height } = frame;
  const [from, over, to, under] = [left && left + SEAM, top && top + SEAM, right < width ? right - SEAM : right, bottom < height ? bottom - SEAM : bottom];
  if (to - from === width && under - over === height) return;
  context.save();
  context.beginPath();
  context.rect(0, 0, width, height);
  context.rect(from, over, to - from, under - over);
  context.clip("evenodd");
  paint(context, frame);
  context.restore();
};

const BORDERS = [
  // level, colour, width by zoom, least zoom, dashes
  { level: "adm3", colour: "rgba(60,56,48,0.30)", width: (zoom) => (zoom < 7 ? 0.35 : 0.7), dash: [] },
  { level: "adm2", colour: "rgba(60,56,48,0.42)", width: (zoom) => (zoom < 7 ? 0.6 : 1), dash: [4, 2.5] },
  { level: "adm1", colour: "rgba(45,42,36,0.75)", width: (zoom) => (zoom < 7 ? 1 : 1.6), dash: [] },
];

/** Rivers, and borders of three levels: thin and pale, dashed, strong. */
export const paintLines = (rivers, units, shows) => (context, frame) => {
  context.lineJoin = "round";
  context.lineCap = "round";
  if (shows("rivers")) {
    context.strokeStyle = RIVER;
    context.lineWidth = frame.zoom < 7 ? 1.3 : 2.2;
    context.stroke(tracePath(rivers, frame, false));
  }
  for (const { level, colour, width, dash } of BORDERS) {
    if (!shows(level)) continue;
    context.strokeStyle = colour;
    context.lineWidth = width(frame.zoom);
    context.setLineDash(dash);
    context.stroke(tracePath(units.borders[level], frame, false));
  }
  context.setLineDash([]);
  // islands of a few pixels would be nothing but their outline
  const small = ({ box }) => (box[2] - box[0]) * frame.scale < 16;
  for (const [lines, line] of [[units.borders.outline.filter(small), 0.5], [units.borders.outline.filter((each) => !small(each)), frame.zoom < 7 ? 1.2 : 1.8]]) {
    context.strokeStyle = "rgba(35,32,28,0.82)";
    context.lineWidth = line;
    context.stroke(tracePath(lines, frame, false)); // arcs: one that is a whole island ends where it begins
  }
};
