// The ring that shows which mark is meant: by the keys' walk, or by a line of the news.
import { el } from "../base/dom.js";

/** The one ring of a map: `show(mark)` around a mark of the map's container, and `hide()`. */
export const makeRing = (container) => {
  const ring = el("div.cm-walked", { hidden: true, "aria-hidden": "true" });
  container.append(ring);
  return {
    show: ({ x, y, radius }) => {
      const size = 2 * (radius + 8);
      Object.assign(ring.style, { left: `${x - size / 2}px`, top: `${y - size / 2}px`, width: `${size}px`, height: `${size}px` });
      ring.hidden = false;
    },
    hide: () => {
      ring.hidden = true;
    },
  };
};
