// A plain sentence for each sign and term of the legend: beside the pointer, by a long press, and as a list.
import { el } from "../base/dom.js";

export const TERMS = ["none", "solid", "dots", "pale", "stripes", "ring", "bars", "left", "parts", "mostly", "either", "split",
  "claimed", "township", "number", "fresh", "claims", "lines", "contested", "activity", "areas", "density"];

/** Show the sentence of whatever says `data-term`. */
export const tipsOfTerms = (root, tip, say) => {
  const at = (event) => {
    const term = event.target.closest?.("[data-term]")?.dataset.term;
    if (term) tip.show([say(`tip_${term}`)], event.clientX, event.clientY);
    return Boolean(term);
  };
  root.addEventListener("pointerover", at);
  root.addEventListener("contextmenu", (event) => {
    if (at(event)) event.preventDefault();
  });
  root.addEventListener("pointerout", (event) => {
    if (event.target.closest?.("[data-term]")) tip.hide();
  });
};

/** All of them as a list, for "About". */
export const termList = (say) => [el("h3", {}, say("termsHead")), el("ul.cm-terms", {}, TERMS.map((term) => el("li", {}, say(`tip_${term}`))))];
