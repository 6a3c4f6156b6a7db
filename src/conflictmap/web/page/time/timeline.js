// The clock: a histogram with a handle for the day and two for the range. Pointer, touch and keys do the same.
import { tipsOfTrack } from "../access/tips.js";
import { linesOfBar } from "../access/tip-lines.js";
import { addMonths, monthStarts } from "../base/dates.js";
import { contextOf, el } from "../base/dom.js";
import { dayCounts, FILTER_KEYS, maskOf, windowOf } from "../state/filters.js";
import { transitions } from "../data/tracks.js";
import { moved } from "../state/range.js";
import { daysPerBar, makeBars, paintHistogram, paintStill } from "./histogram.js";

/** Days of a key's step on a slider, or null; Home and End go to the ends. */
export const keyStep = (key, shift, day, [low, high]) => {
  const steps = {
    ArrowLeft: shift ? -7 : -1, ArrowDown: shift ? -7 : -1, ArrowRight: shift ? 7 : 1, ArrowUp: shift ? 7 : 1,
    Home: low - day, End: high - day, PageUp: addMonths(day, 1) - day, PageDown: addMonths(day, -1) - day,
  };
  return key in steps ? Math.max(low, Math.min(high, day + steps[key])) : null;
};

/**
 * Make the timeline and follow the store.
 * @param {import("../base/types").Page} page
 */
export const makeTimeline = (page, player, root, tip) => {
  const { model, store, words, format } = page;
  const first = model.meta.days[0];
  const days = model.meta.days[1] - first + 1;
  const canvas = el("canvas.cm-histogram", { "aria-hidden": "true" });
  const handles = Object.fromEntries(["from", "to", "day"].map((name) => [name, el(`div.cm-handle.cm-handle-${name}`, { role: "slider", tabindex: "0", "aria-orientation": "horizontal" })]));
  const track = el("div.cm-track", {}, canvas, handles.from, handles.to, handles.day);
  root.append(track);
  let counts = dayCounts(model, days, null);

  const dayAt = (clientX) => {
    const { left, width } = canvas.getBoundingClientRect();
    return Math.max(0, Math.min(days - 1, Math.floor(((clientX - left) / width) * days)));
  };
  const go = (which, day) => store.set(moved(store.get(), which, day));
  const drag = (which, event) => {
    event.preventDefault();
    handles[which].focus({ preventScroll: true });
    track.setPointerCapture?.(event.pointerId);
    player.pause();
    go(which, dayAt(event.clientX));
    const move = (at) => go(which, dayAt(at.clientX));
    const stop = () => {
      track.removeEventListener("pointermove", move);
      track.removeEventListener("pointerup", stop);
      track.removeEventListener("pointercancel", stop);
    };
    track.addEventListener("pointermove", move);
    track.addEventListener("pointerup", stop);
    track.addEventListener("pointercancel", stop);
  };
  track.addEventListener("pointerdown", (event) => {
    const which = Object.keys(handles).find((name) => handles[name] === event.target);
    drag(which ?? "day", event);
  });
  for (const [name, handle] of Object.entries(handles)) {
    handle.addEventListener("keydown", (event) => {
      const state = store.get();
      if (event.key === " " && name === "day") {
        event.preventDefault();
        player.toggle();
        return;
      }
      const low = name === "to" || name === "day" ? state.from : 0;
      const high = name === "from" || name === "day" ? state.to : days - 1;
      const day = keyStep(event.key, event.shiftKey, first + state[name], [first + low, first + high]);
      if (day === null) return;
      event.preventDefault();
      go(name, day - first);
    });
  }

  let box = { width: 0, height: 0, ratio: 1 }; // measured when it changes: asking at each step makes the browser lay out
  const measure = () => {
    const ratio = window.devicePixelRatio || 1;
    const { width, height } = canvas.getBoundingClientRect();
    if (width === box.width && height === box.height && ratio === box.ratio) return false;
    box = { width, height, ratio };
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    return true;
  };
  const picture = document.createElement("canvas"); // what stays while the day moves
  let painted = false;
  let ticks = [];
  const ticksOf = ({ rules, known }) => {
    const control = model.track(rules);
    return transitions(control, 0, days - 1, known ?? Infinity).map(({ day, after }) => ({ day, colour: model.colourOf(control.holder[after]) }));
  };
  const paintPicture = (state, { width, height, ratio }) => {
    const perBar = daysPerBar(days, width);
    const own = contextOf(picture);
    [picture.width, picture.height] = [canvas.width, canvas.height];
    own.setTransform(ratio, 0, 0, ratio, 0, 0);
    const bars = makeBars(counts, model.meta.types.length, perBar);
    ticks = ticksOf(state);
    paintStill(own, { width, height, days, perBar, bars, ticks, labels: axis(first, days, width, format()) });
    painted = true;
  };
  const draw = (state) => {
    const { width, height, ratio } = box;
    if (width === 0) return;
    if (!painted) paintPicture(state, box);
    const context = contextOf(canvas);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintHistogram(context, { width, height, days, picture, window: windowOf(state) });
  };
  const place = (state, changed) => {
    const at = { from: state.from / days, to: (state.to + 1) / days, day: (state.day + 0.5) / days };
    const limits = ["lang", "digits", "from", "to"].some((key) => changed.has(key));
    const { say } = words();
    const names = { from: say("rangeFrom"), to: say("rangeTo"), day: say("day") };
    for (const [name, handle] of Object.entries(handles)) {
      if (limits) {
        handle.setAttribute("aria-label", names[name]);
        handle.setAttribute("aria-valuemin", String(name === "to" || name === "day" ? state.from : 0));
        handle.setAttribute("aria-valuemax", String(name === "from" || name === "day" ? state.to : days - 1));
      } else if (!changed.has(name)) continue;
      handle.style.transform = `translateX(${at[name] * box.width}px)`; // moved, not laid out
      handle.setAttribute("aria-valuenow", String(state[name]));
      handle.setAttribute("aria-valuetext", format().long(first + state[name]));
    }
  };
  const follow = (state, changed) => {
    if (FILTER_KEYS.some((key) => changed.has(key))) {
      counts = dayCounts(model, days, maskOf(model, state));
      painted = false;
    }
    if (["rules", "known", "lang", "digits"].some((key) => changed.has(key))) painted = false;
    draw(state);
    place(state, changed);
  };
  tipsOfTrack(track, tip, (clientX) => {
    const perBar = daysPerBar(days, box.width);
    const from = dayAt(clientX) - (dayAt(clientX) % perBar);
    const to = Math.min(days - 1, from + perBar - 1);
    const types = model.meta.types.length;
    const sums = Array.from({ length: types }, (_, type) => {
      let sum = 0;
      for (let day = from; day <= to; day += 1) sum += counts[day * types + type];
      return sum;
    });
    return linesOfBar(page, [from, to], sums, ticks.filter(({ day }) => day >= from && day <= to).length);
  });
  measure();
  store.follow(follow, true);
  const redraw = () => {
    painted = false;
    draw(store.get());
    place(store.get(), new Set(Object.keys(handles)));
  };
  new ResizeObserver(() => {
    if (measure()) redraw();
  }).observe(canvas);
  return { redraw };
};

/** Dates below the bars: days of a short page, months of a longer one, years of a long one. */
const axis = (first, days, width, format) => {
  if (days <= 62) {
    const step = Math.max(1, Math.ceil(62 / (width / days)));
    const neat = [1, 2, 5, 7, 14].find((each) => each >= step) ?? 31;
    const labels = [];
    for (let day = 0; day < days; day += neat) labels.push({ day, text: format.short(first + day) });
    return labels;
  }
  const starts = monthStarts(first, first + days - 1);
  const wide = (width / days) * 30;
  const every = [1, 3, 6, 12].find((each) => each * wide > 66) ?? 12;
  return starts
    .filter((day) => new Date(day * 86400000).getUTCMonth() % every === 0)
    .map((day) => ({ day: day - first, text: every === 12 ? format.year(day) : format.monthYear(day) }));
};
