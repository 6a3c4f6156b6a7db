// The rows of the parties in the legend: their order, and which are behind one line.
import { setText } from "../base/dom.js";

/** Order the parties by what their leaders hold, those who hold together under who leads them, and put those that hold no
 * township on this day behind one line.
 * @param {import("../base/types").Page} page @param {HTMLElement} root @param {Map<number, {all: number}>} held */
export const fold = (page, root, held) => {
  const [open, folded] = [".cm-holders", ".cm-folded ul"].map((name) => /** @type {HTMLElement} */ (root.querySelector(name)));
  const rows = [...open.children, ...folded.children].map((row) => {
    const actor = Number(/** @type {HTMLElement} */ (row.querySelector("[data-holder]")).dataset.holder);
    const [lead, ...others] = page.model.meta.holders[actor].split("|");
    return { row, actor, lead, joint: others.length > 0, count: held.get(actor)?.all ?? 0 };
  });
  const led = new Map();
  for (const { lead, count } of rows) led.set(lead, (led.get(lead) ?? 0) + count);
  const present = new Set(rows.filter(({ joint, count }) => !joint && count > 0).map(({ lead }) => lead));
  rows.sort((left, right) => led.get(right.lead) - led.get(left.lead) || (left.lead < right.lead ? -1 : Number(left.lead > right.lead))
    || Number(left.joint) - Number(right.joint) || right.count - left.count || left.actor - right.actor);
  for (const { row, joint, lead } of rows) row.classList.toggle("cm-joint", joint && present.has(lead));
  order(open, rows.filter(({ count }) => count > 0).map(({ row }) => row));
  order(folded, rows.filter(({ count }) => count === 0).map(({ row }) => row));
  const details = /** @type {HTMLElement} */ (folded.parentElement);
  details.hidden = !folded.childElementCount;
  setText(details.firstElementChild, page.words().say("folded", { n: page.format().number(folded.childElementCount) }));
};

// rows that stand in their order already are left alone: moved, they are laid out again
const order = (list, rows) => {
  if (rows.length !== list.childElementCount || rows.some((row, place) => row !== list.children[place])) list.append(...rows);
};
