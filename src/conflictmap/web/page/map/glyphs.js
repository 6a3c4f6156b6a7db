// Small pictures of marks and textures for the legend and lists, drawn by the painters' own forms.
import { CHOSEN, formPath, INK, NOBODY, TYPE_STYLES } from "../base/palette.js";
import { strokeDouble } from "../lines/paint-sides.js";
import { paintSite } from "../paint/paint-sites.js";
import { makeTextures } from "../paint/textures.js";
import { contextOf, el } from "../base/dom.js";
import { vector } from "./vector.js";

/** @typedef {{width: number, height: number, draw: (context: any) => void}} Glyph pixels, and how it is drawn */

const textures = makeTextures();

/** @returns {Glyph} */
const glyph = (width, height, draw) => ({ width, height, draw });

/** A glyph among the page's text. @param {Glyph} sign @returns {any} */
export const shown = (sign) => vector("cm-glyph", sign);

/** A glyph as a canvas, for a picture and for paper. @param {Glyph} sign */
export const canvasOf = ({ width, height, draw }) => {
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  const element = el("canvas.cm-glyph", { width: width * ratio, height: height * ratio, "aria-hidden": "true", style: { width: `${width}px`, height: `${height}px` } });
  const context = contextOf(element);
  context.scale(ratio, ratio);
  draw(context);
  return element;
};

/** The mark of an event type; hollow for a claim. */
export const typeGlyph = (type, claimed = false) =>
  glyph(16, 16, (context) => {
    const { colour, form } = TYPE_STYLES[type] ?? { colour: NOBODY, form: "circle" };
    formPath(context, form, 8, 8, 5.2);
    context.fillStyle = claimed ? "#fff" : colour;
    context.fill();
    if (!claimed) return;
    context.strokeStyle = colour;
    context.lineWidth = 2.2;
    context.stroke();
  });

/** A dashed ring: an event known by township only. */
export const ringGlyph = () =>
  glyph(16, 16, (context) => {
    context.setLineDash([3, 2]);
    context.lineWidth = 2.2;
    context.strokeStyle = TYPE_STYLES[0].colour;
    context.beginPath();
    context.arc(8, 8, 6, 0, 2 * Math.PI);
    context.stroke();
  });

const ringed = (radius, colour, width) =>
  glyph(16, 16, (context) => {
    formPath(context, TYPE_STYLES[0].form, 8, 8, 3);
    context.fillStyle = TYPE_STYLES[0].colour;
    context.fill();
    context.beginPath();
    context.arc(8, 8, radius, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  });

/** A black ring around a mark: an event that begins on the day itself. */
export const freshGlyph = () => ringed(5.1, INK, 1.8);

/** A broad blue ring away from a mark: the one that was chosen. */
export const chosenGlyph = () => ringed(6.5, CHOSEN, 2.8);

/** A ring with a number: several events. */
export const countGlyph = () =>
  glyph(16, 16, (context) => {
    context.lineWidth = 3;
    context.strokeStyle = TYPE_STYLES[0].colour;
    context.beginPath();
    context.arc(8, 8, 6, 0, Math.PI);
    context.stroke();
    context.strokeStyle = TYPE_STYLES[5].colour;
    context.beginPath();
    context.arc(8, 8, 6, Math.PI, 2 * Math.PI);
    context.stroke();
    context.strokeStyle = INK; // a three in strokes: as text it would be a digit of one script
    context.lineWidth = 1.3;
    for (const [y, from, to] of [[6.7, -2.5, 1.2], [9.4, -1.2, 2.5]]) {
      context.beginPath();
      context.arc(7.9, y, 1.45, from, to);
      context.stroke();
    }
  });

/** A swatch of a texture in a colour; with `other` for what two hold. */
export const textureGlyph = (texture, colour, other = NOBODY) =>
  glyph(24, 14, (context) => {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, 24, 14);
    if (texture !== "none") {
      // patterns are made for the screen's own grain; here they are drawn at this canvas's
      context.fillStyle = textures(context, texture, colour, other);
      context.fillRect(0, 0, 24, 14);
    }
    context.strokeStyle = "rgba(0,0,0,0.45)";
    context.strokeRect(0.5, 0.5, 23, 13);
  });

/** The sign of a place that is fought over: contested or besieged. */
export const siteGlyph = (state) => glyph(24, 20, (context) => paintSite(context, 12, 10, state, 0.76));

/** A dashed outline: a township that a party says it has gained. */
export const claimGlyph = (colour) =>
  glyph(24, 14, (context) => {
    context.setLineDash([6, 4]);
    context.lineWidth = 2.6;
    context.strokeStyle = colour;
    context.strokeRect(1.5, 1.5, 21, 11);
  });

/** A double line, broken where it is not sure: the border of townships of two sides. */
export const lineGlyph = (broken) =>
  glyph(24, 14, (context) => {
    const path = new Path2D();
    path.moveTo(0, 7);
    path.lineTo(24, 7);
    strokeDouble(context, path, broken, 4.4);
  });
