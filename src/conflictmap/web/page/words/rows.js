// Rows of the text table and of the CSV: what each township is on the day, where an event lies, the first words of a report.
import { burmese } from "../base/dom.js";
import { openOn, spanOn } from "../data/tracks.js";
import { dayWords } from "./wording.js";

const WORDS = 14; // of a report in the table
const LETTERS = 110;

/**
 * Rows of what each township is on the day: unit, pcode, name, state (region), words, open (see `openOn`), confidence, span.
 * @param {import("../base/types").Page} page
 */
export const townshipRows = (page) => {
  const { model, state } = page;
  const { day, rules, known } = state();
  const track = model.track(rules);
  return model.meta.units.map((row, place) => {
    const span = spanOn(track, place + 1, day, known ?? Infinity);
    return { span, unit: place + 1, pcode: row[0], name: row[1], state: row[3], words: dayWords(page, track, place + 1), open: openOn(track, place + 1, day, known ?? Infinity), confidence: span < 0 ? "" : model.meta.confidences[track.confidence[span]] };
  });
};

/** The first words of a report, whole words only. */
export const firstWords = (text, most = WORDS) => {
  const words = text.trim().split(/\s+/);
  const cut = words.slice(0, most).join(" ").slice(0, LETTERS); // Burmese is written without spaces
  return cut.length < words.join(" ").length ? `${cut}…` : cut;
};

/**
 * Where an event lies, as nodes; or why it is on no spot.
 * @param {import("../base/types").Page} page
 */
export const whereOf = ({ model, view, words, state }, event) => {
  const { firstMark } = view.tally;
  const names = [];
  for (let mark = firstMark[event]; mark < firstMark[event + 1]; mark += 1) {
    const spot = model.marks.spot[mark];
    const [name, nameMy] = model.meta.spotNames[spot];
    const [, unit = "", unitMy = ""] = model.meta.units[model.spots.unit[spot] - 1] ?? [];
    if (mark > firstMark[event]) names.push("; ");
    names.push(state().lang === "my" && nameMy ? burmese(nameMy) : name || unit);
    if (unit && name !== unit) names.push(", ", state().lang === "my" && unitMy ? burmese(unitMy) : unit);
  }
  return names.length ? names : words().say(model.meta.placings[model.events.placing[event]]);
};
