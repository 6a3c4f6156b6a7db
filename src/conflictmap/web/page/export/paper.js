// The view on paper: the map as a picture, its whole legend, its sources and what it cannot tell; no control of the page.
import { el, fill } from "../base/dom.js";
import { legendKeys, sheetCount, sheetNotes } from "./legend.js";
import { mapPicture } from "./picture.js";

/**
 * Lay the sheet out whenever the page is about to be printed; the style sheet shows it on paper only.
 * @param {import("../base/types").Page} page
 */
export const makePaper = (page, root) => {
  const sheet = el("div.cm-paper");
  root.append(sheet);
  const lay = () => {
    fill(sheet,
      el("p.cm-paper-shown", {}, sheetCount(page)),
      el("div.cm-paper-map", {}, mapPicture(page.view, page.map)),
      el("ul.cm-paper-legend", {}, legendKeys(page).map(([glyph, text]) => el("li", {}, glyph, el("span", {}, text)))),
      el("div.cm-paper-notes", {}, sheetNotes(page).map((note) => el("p", {}, note))));
  };
  const clear = () => fill(sheet); // a canvas of the whole map is not kept while nobody sees it
  const media = matchMedia("print");
  media.addEventListener?.("change", () => (media.matches ? lay() : clear())); // as tools that print ask for it
  addEventListener("beforeprint", lay);
  addEventListener("afterprint", clear);
  if (media.matches) lay();
};
