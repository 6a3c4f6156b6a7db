// A Leaflet layer of stacked canvases that move and zoom as one. Painters draw; this only says where and when.
import { contextOf } from "../base/dom.js";
import { makeStill } from "./still.js";

const PADDING = 0.05; // of the view on each side, so that a short drag shows no bare edge

/**
 * @typedef {object} Frame how world pixels become canvas pixels
 * @property {number} scale  @property {number} x0  @property {number} y0
 * @property {number} width  @property {number} height  @property {number} zoom
 *
 * @typedef {[left: number, top: number, right: number, bottom: number]} Box a part of a frame, whole pixels
 */

/**
 * The class of layers, made with the Leaflet that is at hand.
 * @param {typeof import("leaflet")} L
 */
export const surfaceClass = (L) =>
  L.Renderer.extend({
    /** @param {{name: string, paint: (context: CanvasRenderingContext2D, frame: Frame) => void, keeps?: boolean, asked?: () => boolean, side?: "left" | "right", opaque?: boolean, still?: boolean, reach?: (frame: Frame) => Box}[]} painters
     *   from below to above; one that `keeps` clears its canvas itself; one with `asked` has no canvas to speak of while
     *   that is false; `side` is where of a curtain it is seen; nothing is seen through one that is `opaque`; one that is
     *   `still` is painted seldom; one with a `reach` draws in that part of a frame only, and has no larger canvas */
    initialize(painters, options) {
      L.Renderer.prototype.initialize.call(this, { padding: PADDING, ...options });
      this._painters = painters;
      this._stale = new Set();
      this._canvases = new Map();
      this._contexts = new Map();
      this._stills = new Map();
      this._boxes = new Map(); // of the frame, by painter
      this._places = new Map(); // of canvases, as they are
    },

    _initContainer() {
      this._container = L.DomUtil.create("div", "cm-surface");
      this._container.setAttribute("aria-hidden", "true"); // the same is told as text in the page's table
      for (const { name, opaque, still } of this._painters) {
        const canvas = L.DomUtil.create("canvas", `cm-canvas cm-canvas-${name}`, this._container);
        this._canvases.set(name, canvas);
        this._contexts.set(name, contextOf(canvas, { alpha: !opaque }));
        if (still) this._stills.set(name, makeStill(canvas));
      }
    },

    _destroyContainer() {
      L.DomUtil.remove(this._container);
      this._canvases.clear();
      this._places.clear();
      delete this._container;
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      L.DomUtil.setPosition(this._container, this._bounds.min);
      const zoom = this._map.getZoom();
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      this._frame = { scale: 2 ** zoom, x0: origin.x, y0: origin.y, width: size.x, height: size.y, zoom };
      for (const { name, reach } of this._painters) this._boxes.set(name, reach?.(this._frame) ?? [0, 0, size.x, size.y]);
      this.fire("frame", { frame: this._frame });
      this.part(this._curtain ?? null);
      this.paint(this._painters.map(({ name }) => name));
    },

    /** The frame of what is drawn now, or undefined before the first. */
    frame() {
      return this._frame;
    },

    /** Pixels of the canvases at a point of the map's container. */
    toFrame(containerPoint) {
      return this._map.containerPointToLayerPoint(containerPoint).subtract(this._bounds.min);
    },

    /** Draw some canvases anew, at once. */
    paint(names) {
      if (!this._frame) return;
      const ratio = window.devicePixelRatio || 1;
      for (const { name, paint, keeps, asked } of this._painters) {
        if (!names.includes(name)) continue;
        const canvas = this._canvases.get(name);
        const isPlaced = this._place(name, canvas, asked?.() === false ? 0 : ratio);
        if (canvas.width === 0) continue;
        const context = this._contexts.get(name);
        const [left, top] = this._boxes.get(name);
        if (isPlaced) context.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio); // else it stands; to set it would touch what is kept
        if (!keeps) context.clearRect(0, 0, this._frame.width, this._frame.height);
        paint(context, this._frame);
        this._stills.get(name)?.();
      }
    },

    // whether it lies elsewhere, or is of another size, than before
    _place(name, canvas, ratio) {
      const [left, top, right, bottom] = this._boxes.get(name);
      const place = [left, top, right, bottom, ratio].join();
      if (this._places.get(name) === place) return false;
      this._places.set(name, place);
      const [width, height] = [right - left, bottom - top].map((side) => Math.round(side * ratio));
      if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
      Object.assign(canvas.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
      return true;
    },

    /** Hang a curtain at so many pixels from the map's left edge, or take it away (null). */
    part(x) {
      this._curtain = x;
      if (!this._frame) return;
      const at = x === null ? null : this.toFrame([x, 0]).x;
      for (const { name, side } of this._painters) {
        const [left, , right] = this._boxes.get(name);
        const edges = side === "left" ? `0 ${Math.max(0, right - (at ?? 0))}px 0 0` : `0 0 0 ${Math.max(0, (at ?? 0) - left)}px`;
        this._canvases.get(name).style.clipPath = side && at !== null ? `inset(${edges})` : "";
      }
    },

    /** Where a curtain hangs, in pixels from the map's left edge; null without one. */
    curtain() {
      return this._curtain ?? null;
    },

    /** The canvases from below to above, for a picture of the view, each with where it lies in the frame and the part of the map's width that it is seen in: pixels. */
    canvases() {
      const width = this._map.getSize().x;
      const shown = { left: [0, this._curtain ?? width], right: [this._curtain ?? 0, width] };
      return this._painters.map(({ name, side }) => ({ canvas: this._canvases.get(name), box: this._boxes.get(name), across: (side && shown[side]) ?? [0, width] })).filter(({ canvas }) => canvas.width > 0);
    },
  });
