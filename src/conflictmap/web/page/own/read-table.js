// A CSV of somebody's own, read in the browser: which table it is, where its events lie and when. Nothing here draws.
import { dsvFormat } from "d3-dsv";
import { parseIso } from "../base/dates.js";

export const LARGEST = 200; // megabytes: a browser on a phone of 3 GB still reads it
export const MOST_ROWS = 1_000_000;
const TEXT = 160; // letters of a row that are kept to be read
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const LATITUDE = ["latitude", "lat", "y", "lat_dd", "point_y"];
const LONGITUDE = ["longitude", "lon", "lng", "long", "x", "lon_dd", "point_x"];
const KINDS = [
  { kind: "ACLED", has: ["event_id_cnty", "event_date"], day: ["event_date"], type: ["sub_event_type", "event_type"], place: ["location"], text: ["notes"] },
  { kind: "UCDP GED", has: ["date_start", "where_prec"], day: ["date_start"], type: ["conflict_name", "type_of_violence"], place: ["where_coordinates"], text: ["source_headline", "source_article"] },
  { kind: "", has: [], day: ["event_date", "date", "day", "date_start", "when"], type: ["event_type", "type", "category"], place: ["location", "place", "name", "where"], text: ["notes", "note", "text", "description", "title"] },
];

/** A fault of a file, as the key of a sentence of the page and its values. */
export class TableFault extends Error {
  /** @param {string} key @param {Record<string, string | number>} values */
  constructor(key, values) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

/** Text of a file's bytes: UTF-8, UTF-16 with its mark, else as Windows writes Latin letters. A workbook or a picture is none. */
export const textOf = (bytes, file) => {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!wide && bytes.subarray(0, 4096).includes(0)) throw new TableFault("ownNotText", { file });
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] < 9) throw new TableFault("ownNotText", { file }); // "PK": a zip, as workbooks are
  if (wide) return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder("windows-1252").decode(bytes);
  }
};

/** The sign that parts cells: whichever of three the first line has most of, outside quotes. */
export const separatorOf = (text) => {
  const line = (text.slice(0, 20_000).match(/^(?:"(?:[^"]|"")*"|[^\n\r"])*/) ?? [""])[0].replace(/"(?:[^"]|"")*"/g, "");
  const count = (sign) => line.split(sign).length;
  return [",", ";", "\t"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
};

/** A day (since 1970) of a date as tables write it: 2024-03-01, 2024/03/01, with or without a time, or 1 March 2024; else null. */
export const dayOf = (text) => {
  const written = text.trim();
  const numbers = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$/.exec(written);
  if (numbers) return parseIso(`${numbers[1]}-${numbers[2].padStart(2, "0")}-${numbers[3].padStart(2, "0")}`);
  const named = /^(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4})$/.exec(written);
  const month = named ? MONTHS.indexOf(named[2].slice(0, 3).toLowerCase()) + 1 : 0;
  return named && month ? parseIso(`${named[3]}-${String(month).padStart(2, "0")}-${named[1].padStart(2, "0")}`) : null;
};

const degrees = (text, comma) => {
  const written = (comma ? text.replace(",", ".") : text).trim();
  return /^[-+]?\d+(\.\d*)?(e[-+]?\d+)?$/i.test(written) ? Number(written) : NaN;
};

/**
 * Read a table.
 * @param {string} text
 * @param {string} file its name, for the sentences
 * @returns {{kind: string, total: number, short: number, noPoint: number, badDate: number,
 *   rows: {lon: number, lat: number, day: number | null, type: string, place: string, text: string}[]}}
 *   rows: those with coordinates, in the file's order; day is null where there is none
 */
export const readTable = (text, file) => {
  const sign = separatorOf(text);
  const out = { kind: "", total: 0, short: 0, noPoint: 0, badDate: 0, rows: [] };
  /** @type {any} */
  let at = null;
  dsvFormat(sign).parseRows(text.replace(/^\ufeff/, ""), (cells, place) => {
    if (place === 0) {
      at = columnsOf(cells, file);
      out.kind = at.kind;
    } else if (cells.length > 1 || cells[0] !== "") takeRow(out, cells, at, sign === ";");
    if (out.total > MOST_ROWS) throw new TableFault("ownManyRows", { file, most: MOST_ROWS });
    return null; // what is kept is kept above: the cells of a large file are let go
  });
  if (out.total === 0) throw new TableFault("ownEmpty", { file });
  return out;
};

const columnsOf = (cells, file) => {
  const names = cells.map((cell) => cell.trim().toLowerCase().replace(/[\s-]+/g, "_"));
  const where = (wanted) => wanted.map((name) => names.indexOf(name)).find((place) => place >= 0) ?? -1;
  const [lat, lon] = [where(LATITUDE), where(LONGITUDE)];
  if (lat < 0 || lon < 0) {
    const shown = cells.slice(0, 12).map((cell) => cell.slice(0, 40)).join(", ");
    throw new TableFault("ownNoColumns", { file, columns: cells.length > 12 ? `${shown} …` : shown });
  }
  const { kind, ...wanted } = KINDS.find(({ has }) => has.every((name) => names.includes(name))) ?? KINDS[KINDS.length - 1];
  return { kind, lat, lon, least: Math.max(lat, lon), day: where(wanted.day), type: where(wanted.type), place: where(wanted.place), text: where(wanted.text) };
};

const takeRow = (out, cells, at, comma) => {
  out.total += 1;
  if (cells.length <= at.least) {
    out.short += 1;
    return;
  }
  const [lat, lon] = [degrees(cells[at.lat], comma), degrees(cells[at.lon], comma)];
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180) || (lat === 0 && lon === 0)) {
    out.noPoint += 1;
    return;
  }
  const cell = (place) => (place < 0 ? "" : (cells[place] ?? "").trim().slice(0, TEXT));
  const day = at.day < 0 ? null : dayOf(cell(at.day));
  if (at.day >= 0 && day === null) out.badDate += 1;
  out.rows.push({ lon, lat, day, type: cell(at.type), place: cell(at.place), text: cell(at.text) });
};
