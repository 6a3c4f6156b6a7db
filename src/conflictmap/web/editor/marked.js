// Text with one stretch marked, and small words of the screen. Everything is a text node.
import { burmese, el } from "../page/base/dom.js";

/** Text with the characters [start, end) in a <mark>. */
export const marked = (text, range) => {
  if (!range) return [text];
  const characters = Array.from(text); // Python counts code points, JavaScript halves of them
  const [start, end] = range;
  return [characters.slice(0, start).join(""), el("mark", {}, characters.slice(start, end).join("")), characters.slice(end).join("")];
};

/** "3 events" */
export const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** What a decision would change, in words. */
export const effectWords = (effect) => {
  if (!effect) return "not worked out yet";
  const states = effect.states ? `${counted(effect.states, "control state")} would change` : "no control state would change";
  return `${counted(effect.events, "event")} ${effect.events === 1 ? "moves" : "move"}, ${states}`;
};

/** A place's names in both scripts. */
export const placeName = (place) => [el("b", {}, place.name), place.name_my ? [" ", burmese(place.name_my)] : null];

/** "Kunlong, Hopang, Shan (North)" */
export const placePath = (place) => place.path.join(", ");

/** A day, or a range of days, with a remark where it is not exact. */
export const dayWords = ({ first, last, time_precision: precision }) =>
  `${first}${last && last !== first ? ` to ${last}` : ""}${precision === 2 ? " (within a week)" : precision === 3 ? " (within the month)" : ""}`;
