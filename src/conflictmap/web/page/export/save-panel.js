// Take the view away: a picture, tables, paper, an address.
import { controlRows, eventRows, toCsv } from "./csv.js";
import { iso } from "../base/dates.js";
import { el } from "../base/dom.js";
import { writeFragment } from "../state/fragment.js";
import { holdsControl, holdsEvents } from "../data/atlas.js";
import { drawPicture } from "./picture.js";
import { save } from "./save-file.js";

/**
 * The content of the panel from which a view is saved.
 * @param {import("../base/types").Page} page
 */
export const savePanel = (page) => {
  const { words, state, model } = page;
  const { say } = words();
  const stem = () => `conflictmap-${iso(model.meta.days[0] + state().day)}`;
  const table = (rows, name) => save(new Blob([toCsv(rows)], { type: "text/csv;charset=utf-8" }), name);
  const fragment = () => `#${writeFragment({ ...state(), panel: "" }, model.meta)}`; // the file's own address is nobody's business
  /** @type {[string, () => unknown][]} */
  const choices = [
    [say("savePng"), () => drawPicture(page, page.map).toBlob((blob) => save(blob, `${stem()}.png`), "image/png")],
    ...(holdsEvents(model.meta) ? [/** @type {[string, () => unknown]} */ ([`${say("saveCsv")}: ${say("tableEvents")}`, async () => table(await eventRows(page), `${stem()}-events.csv`)])] : []),
    ...(holdsControl(model.meta) ? [/** @type {[string, () => unknown]} */ ([`${say("saveCsv")}: ${say("control")}`, () => table(controlRows(page), `${stem()}-townships.csv`)])] : []),
    [say("print"), () => print()],
  ];
  return [
    el("h2", { id: "cm-panel-title", tabindex: "-1" }, say("save")),
    el("ul.cm-choices", {}, choices.map(([text, act]) => el("li", {}, el("button.cm-link", { type: "button", on: { click: act } }, text)))),
    el("p", {}, el("label", { for: "cm-share" }, say("shareView")), el("input", { id: "cm-share", readonly: true, value: fragment(), on: { focus: ({ target }) => { target.value = fragment(); target.select(); } } })),
  ];
};
