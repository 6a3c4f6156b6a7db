// A small sign beside the pointer: what lies beneath, with its day. Out of the way of hands and of what is read aloud twice.
import { el, fill } from "../base/dom.js";

const AWAY = 14; // pixels from the pointer

/** The one tip of a page: `show(lines, x, y)` at a point of the window, and `hide()`. The first line stands out. */
export const makeTip = (root) => {
  const tip = el("div.cm-tip", { role: "status", hidden: true });
  root.append(tip);
  let shown = "";
  return {
    show: (lines, x, y) => {
      const text = lines.join("\n");
      if (text !== shown) fill(tip, lines.map((line, place) => el(place ? "div" : "strong", {}, line)));
      shown = text;
      tip.hidden = false;
      const { offsetWidth: wide, offsetHeight: tall } = tip;
      tip.style.left = `${Math.max(4, x + AWAY + wide > innerWidth ? x - AWAY - wide : x + AWAY)}px`;
      tip.style.top = `${Math.max(4, y + AWAY + tall > innerHeight ? y - AWAY - tall : y + AWAY)}px`;
    },
    hide: () => {
      tip.hidden = true;
    },
  };
};

/**
 * Tips of the map: a mark's place and events by type, a township's name, day and holder. `linesOf` gives the lines of
 * what `view.under` found; `onMark` is told the spots of the mark, or undefined. A mouse hovers; a long press, which Leaflet calls "contextmenu", does the same for a finger.
 */
export const tipsOfMap = (map, view, tip, linesOf, onMark) => {
  const at = ({ containerPoint, originalEvent }) => {
    const target = view.under(containerPoint);
    map.getContainer().style.cursor = target.spots || target.unit ? "pointer" : "";
    onMark(target.spots);
    const lines = linesOf(target);
    if (lines.length) tip.show(lines, originalEvent.clientX, originalEvent.clientY);
    else tip.hide();
  };
  let asked = 0;
  map.on("mousemove", (event) => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => at(event));
  });
  map.on("contextmenu", at);
  const stop = () => {
    cancelAnimationFrame(asked);
    tip.hide();
  };
  map.on("mouseout movestart click", stop);
};

/** Tips of the timeline: `linesAt(clientX)` gives the lines of the bar and the ticks there; a focused handle tells of its day. */
export const tipsOfTrack = (track, tip, linesAt) => {
  track.addEventListener("pointermove", ({ clientX, clientY }) => tip.show(linesAt(clientX), clientX, clientY - 70));
  track.addEventListener("pointerleave", tip.hide);
  track.addEventListener("focusin", ({ target }) => {
    const { left, width, top } = target.getBoundingClientRect();
    if (target.matches(":focus-visible")) tip.show(linesAt(left + width / 2), left, top - 80);
  });
  track.addEventListener("focusout", tip.hide);
};
