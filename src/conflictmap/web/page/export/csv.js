// The current view as tables of text that a spreadsheet opens. Nothing here draws or saves.
import { beginOf } from "../data/tracks.js";
import { iso } from "../base/dates.js";
import { windowOf } from "../state/filters.js";
import { townshipRows } from "../words/rows.js";

/** A cell: quoted where it must be; what a spreadsheet would run as a formula begins with an apostrophe. */
export const cell = (value) => {
  const text = String(value ?? "");
  const safe = /^([\t\r\n]|[\s\0-\x1f\ufeff]*[=+\-@＝＋－＠])/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};

/** Rows as CSV (RFC 4180) with a byte order mark, without which spreadsheets spoil Burmese. */
export const toCsv = (rows) => `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;

const EVENT_HEAD = [
  "event_id", "event_date", "end_date", "event_type", "sub_event_type", "mode", "actor1", "actor2", "location", "placing",
  "place", "adm3_pcode", "geo_precision", "lon", "lat", "fatalities", "source", "source_url", "notes",
];

const CONTROL_HEAD = [
  "adm3_pcode", "township", "day", "rule_set", "state_and_holder", "confidence", "changes_from", "changes_to",
  "state", "holder", "other", "since", "earliest", "known_since", "rules",
];

/**
 * The events in the days shown that pass the filters; coordinates only where the place itself is known.
 * @param {import("../base/types").Page} page
 */
export const eventRows = async ({ model, view, state }) => {
  const { events, meta, spots, marks } = model;
  const listed = view.tally.list(...windowOf(state()));
  const rows = [EVENT_HEAD];
  for (const event of listed) {
    const [id, location, notes, url, sub] = await model.texts.row(event);
    const own = [];
    for (let mark = view.tally.firstMark[event]; mark < view.tally.firstMark[event + 1]; mark += 1) own.push(marks.spot[mark]);
    const join = (of) => own.map(of).join("; ");
    const exact = own.length === 1 && spots.precision[own[0]] === 1;
    rows.push([
      id, iso(meta.days[0] + events.day[event]), iso(meta.days[0] + events.day[event] + events.length[event]), meta.types[events.type[event]], sub,
      meta.modes[events.mode[event]], meta.actorSets[events.actor1[event]], meta.actorSets[events.actor2[event]], location, meta.placings[events.placing[event]],
      join((spot) => meta.spotNames[spot][0]), join((spot) => meta.units[spots.unit[spot] - 1]?.[0] ?? ""), join((spot) => spots.precision[spot]),
      exact ? spots.longitude[own[0]] : "", exact ? spots.latitude[own[0]] : "", events.fatalities[event] ? events.fatalities[event] - 1 : "",
      meta.sources[events.source[event]][0], url, notes,
    ]);
  }
  return rows;
};

/**
 * What each township is on the day, in words, and each part of it in a column of its own: actors by the ids that the events'
 * table has, several of them separated by |. Inside a transition's interval the words tell both states, with its first and
 * last day; the columns are those of the state that the day is placed in.
 * @param {import("../base/types").Page} page
 */
export const controlRows = (page) => {
  const { model, state } = page;
  const { day, rules } = state();
  const track = model.track(rules);
  const { days, states, holders, ruleLists } = model.meta;
  const written = (number) => iso(days[0] + number);
  const columns = (span) => (span < 0 ? ["not_assessed", "", "", "", "", "", ""] : [
    states[track.state[span]], holders[track.holder[span]], holders[track.other[span]], written(track.start[span]), written(beginOf(track, span)[0]),
    written(track.known[span]), ruleLists[track.ruleList[span]],
  ]);
  const rows = townshipRows(page).map((row) => {
    const between = row.open ? beginOf(track, row.open[1]).map(written) : ["", ""];
    return [row.pcode, row.name, written(day), rules, row.words, row.confidence, ...between, ...columns(row.span)];
  });
  return [CONTROL_HEAD, ...rows];
};
