// The current view as a picture: the map with its title, day, legend, sources and the note on what it cannot tell.
import { formPath, INK, TYPE_STYLES } from "./palette.js";
import { makeTextures, textureOf } from "./textures.js";
import { holderLabel } from "./township.js";
import { spanOn } from "./control.js";

const FONT = '"Source Sans 3 Variable", "Padauk", sans-serif';
const EDGE = 18;

/** Split a text into lines that fit. */
export const wrap = (text, width, measure) => {
  const lines = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && measure(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
};

/** Draw the view on a canvas of its own. */
export const drawPicture = (page, map) => {
  const { view, words, format, model, state } = page;
  const { say } = words();
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const size = map.getSize();
  const width = Math.max(640, size.x);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const top = 74;
  context.font = `400 12px ${FONT}`;
  const notes = [say("uncertain"), say("controlNote"), `${say("ruleSet")}: ${say(state().rules)}. ${say("closed", { day: format().long(model.meta.cutoff) })}.`, ...model.meta.credits].join(" ");
  const lines = wrap(notes, width - 2 * EDGE, (text) => context.measureText(text).width);
  const keys = keyList(page);
  const columns = Math.max(2, Math.floor((width - 2 * EDGE) / 250));
  const bottom = 16 + Math.ceil(keys.length / columns) * 20 + lines.length * 15 + 14;
  canvas.width = width * ratio;
  canvas.height = (top + size.y + bottom) * ratio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = "#fffefb";
  context.fillRect(0, 0, width, top + size.y + bottom);
  drawMap(context, view, map, top, width, size.y);
  context.fillStyle = "#fffefb";
  context.fillRect(0, 0, width, top);
  context.fillStyle = INK;
  context.textBaseline = "alphabetic";
  context.font = `760 24px ${FONT}`;
  context.fillText(document.getElementById("cm-title").textContent, EDGE, 34);
  context.font = `600 15px ${FONT}`;
  context.fillText(`${format().long(model.meta.days[0] + state().day)} · ${document.querySelector(".cm-shown").textContent}`, EDGE, 58);
  keys.forEach(({ paint, text }, place) => {
    const x = EDGE + (place % columns) * 250;
    const y = top + size.y + 14 + Math.floor(place / columns) * 20;
    paint(context, x, y);
    context.fillStyle = INK;
    context.font = `400 13px ${FONT}`;
    context.fillText(text, x + 32, y + 11);
  });
  context.font = `400 12px ${FONT}`;
  context.fillStyle = "#5d5a52";
  lines.forEach((line, place) => context.fillText(line, EDGE, top + size.y + bottom - (lines.length - place) * 15));
  return canvas;
};

const drawMap = (context, view, map, top, width, height) => {
  const origin = view.surface.toFrame([0, 0]);
  const { width: wide, height: tall } = view.surface.frame();
  context.save();
  context.beginPath();
  context.rect(0, top, width, height);
  context.clip();
  for (const canvas of view.surface.canvases()) context.drawImage(canvas, -origin.x, top - origin.y, wide, tall);
  context.restore();
};

/** What the picture's legend holds: holders of the day, then event types of the days shown. */
const keyList = (page) => {
  const { model, state, view, words } = page;
  const { rules, day, known, layers } = state();
  const textures = makeTextures();
  const keys = [];
  if (layers.has("control")) {
    const track = model.track(rules);
    const seen = new Map();
    for (let unit = 1; unit <= model.meta.units.length; unit += 1) {
      const span = spanOn(track, unit, day, known ?? Infinity);
      if (span < 0) continue;
      const texture = textureOf(model.meta.states[track.state[span]], model.meta.confidences[track.confidence[span]]);
      if (texture !== "none") seen.set(`${track.holder[span]} ${texture}`, { span, texture });
    }
    for (const { span, texture } of seen.values()) {
      const paint = (context, x, y) => {
        context.fillStyle = textures(context, texture, model.colourOf(track.holder[span]), model.colourOf(track.other[span]));
        context.fillRect(x, y, 24, 13);
        context.strokeStyle = "rgba(0,0,0,0.4)";
        context.strokeRect(x + 0.5, y + 0.5, 23, 12);
      };
      keys.push({ paint, text: `${holderLabel(page, track.holder[span])}: ${words().say(texture)}` });
    }
  }
  if (layers.has("events")) {
    const types = model.meta.types.length;
    model.meta.types.forEach((name, type) => {
      if (view.tally.ofType[type] + view.tally.ofType[type + types] === 0) return;
      const paint = (context, x, y) => {
        formPath(context, TYPE_STYLES[type].form, x + 12, y + 6.5, 5.2);
        context.fillStyle = TYPE_STYLES[type].colour;
        context.fill();
      };
      keys.push({ paint, text: words().type(name) });
    });
  }
  return keys;
};
