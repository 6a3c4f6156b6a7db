// What a tip says: of a township, of a mark, of a bar of the timeline.
import { dayWords, unitName } from "../words/wording.js";

const MOST = 3; // names of places, then a number

const plain = (node) => (typeof node === "string" ? node : node.textContent);

/**
 * Lines about what lies under a point of the map.
 * @param {import("../base/types").Page} page
 * @param {{spots?: number[], unit?: number, sums?: number[], rows?: number[]}} target
 */
export const linesOfMap = (page, { spots, unit, sums, rows }) => {
  const { model, state, words, format } = page;
  if (rows) return [`${words().say("ownHere")}: ${format().number(rows.length)}`];
  if (spots) return linesOfMark(page, spots, sums);
  if (!unit) return [];
  const day = format().long(model.meta.days[0] + state().day);
  if (!model.meta.layers.includes("control")) return [plain(unitName(page, unit))];
  const { rules } = state();
  return [plain(unitName(page, unit)), `${dayWords(page, model.track(rules), unit) || words().state("unknown")}`, day];
};

const linesOfMark = (page, spots, sums) => {
  const { model, state, words, format } = page;
  const names = [...new Set(spots.map((spot) => {
    const [name, nameMy] = model.meta.spotNames[spot];
    const own = state().lang === "my" && nameMy ? nameMy : name;
    return own || (model.spots.unit[spot] ? plain(unitName(page, model.spots.unit[spot])) : "");
  }))].filter(Boolean);
  const more = names.length > MOST ? `, ${words().say("andMore", { n: format().number(names.length - MOST) })}` : "";
  return [names.slice(0, MOST).join(", ") + more, ...byType(page, sums)];
};

// "Battles: 3" for each type that is there
const byType = ({ model, words, format }, sums) =>
  model.meta.types.map((name, type) => [name, sums[type] + (sums[type + model.meta.types.length] ?? 0)])
    .filter(([, events]) => events > 0)
    .map(([name, events]) => `${words().type(name)}: ${format().number(events)}`);

/**
 * Lines about a bar of the timeline: its days, its events by type, the changes of control in them.
 * @param {import("../base/types").Page} page
 */
export const linesOfBar = (page, [from, to], sums, changes) => {
  const { model, words, format } = page;
  const first = model.meta.days[0];
  const events = byType(page, sums);
  return [
    format().range(first + from, first + to),
    ...(events.length ? events : [words().say("noEventsHere")]),
    ...(changes ? [words().say("tipChanges", { n: format().number(changes) })] : []),
  ];
};
