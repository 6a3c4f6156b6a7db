// A Leaflet layer of stacked canvases that move and zoom as one. Painters draw; this only says where and when.
import { contextOf } from "../base/dom.js";

const PADDING = 0.05; // of the view on each side, so that a short drag shows no bare edge

/**
 * @typedef {object} Frame how world pixels become canvas pixels
 * @property {number} scale  @property {number} x0  @property {number} y0
 * @property {number} width  @property {number} height  @property {number} zoom
 */

/**
 * The class of layers, made with the Leaflet that is at hand.
 * @param {typeof import("leaflet")} L
 */
export const surfaceClass = (L) =>
  L.Renderer.extend({
    /** @param {{name: string, paint: (context: CanvasRenderingContext2D, frame: Frame) => void, keeps?: boolean}[]} painters
     *   from below to above; one that `keeps` clears its canvas itself */
    initialize(painters, options) {
      L.Renderer.prototype.initialize.call(this, { padding: PADDING, ...options });
      this._painters = painters;
      this._stale = new Set();
      this._canvases = new Map();
    },

    _initContainer() {
      this._container = L.DomUtil.create("div", "cm-surface");
      this._container.setAttribute("aria-hidden", "true"); // the same is told as text in the page's table
      for (const { name } of this._painters) {
        const canvas = L.DomUtil.create("canvas", `cm-canvas cm-canvas-${name}`, this._container);
        this._canvases.set(name, canvas);
      }
    },

    _destroyContainer() {
      L.DomUtil.remove(this._container);
      this._canvases.clear();
      delete this._container;
    },

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this._container, this._bounds.min);
      for (const canvas of this._canvases.values()) {
        const [width, height] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
        if (canvas.width !== width || canvas.height !== height) {
          canvas.width = width;
          canvas.height = height;
          canvas.style.width = `${size.x}px`;
          canvas.style.height = `${size.y}px`;
        }
      }
      const zoom = this._map.getZoom();
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      this._frame = { scale: 2 ** zoom, x0: origin.x, y0: origin.y, width: size.x, height: size.y, zoom };
      this.fire("frame", { frame: this._frame });
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
      for (const { name, paint, keeps } of this._painters) {
        if (!names.includes(name)) continue;
        const context = contextOf(this._canvases.get(name));
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        if (!keeps) context.clearRect(0, 0, this._frame.width, this._frame.height);
        paint(context, this._frame);
      }
    },

    /** The canvases from below to above, for a picture of the view. */
    canvases() {
      return this._painters.map(({ name }) => this._canvases.get(name));
    },
  });
