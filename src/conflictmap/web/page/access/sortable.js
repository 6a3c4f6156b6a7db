// Tables that sort by the column whose heading is pressed; the order is kept while the days move.
import { el } from "../base/dom.js";

const kept = new Map(); // by the table's name: [column, 1 or -1]

const textOf = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent.trim();

/**
 * A heading row whose names are buttons.
 * @param {string} name of the table
 * @param {string[]} names of its columns
 */
export const sortHead = (name, names) =>
  el("thead", {}, el("tr", {}, names.map((label, column) =>
    el("th", { scope: "col" }, el("button.cm-sort", { type: "button", on: { click: (event) => press(name, event.currentTarget.closest("table"), column) } }, label)))));

const press = (name, table, column) => {
  const [before, way] = kept.get(name) ?? [-1, -1];
  kept.set(name, [column, before === column ? -way : 1]);
  sorted(name, table);
};

/** The table in the order that was chosen for its name, if one was. */
export const sorted = (name, table) => {
  if (!kept.has(name)) return table;
  const [column, way] = kept.get(name);
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  const body = table.tBodies[0];
  body.append(...[...body.rows].sort((left, right) => way * compare(textOf(left, column), textOf(right, column))));
  [...table.tHead.rows[0].cells].forEach((cell, place) => {
    if (place === column) cell.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
    else cell.removeAttribute("aria-sort");
  });
  return table;
};
