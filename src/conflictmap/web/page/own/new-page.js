// The page as one new file, with the reader's own table in it: the document as Python laid it out, and one block more.
import { tidy } from "../base/tidy.js";
import { BLOCK } from "./own-table.js";

/**
 * The text of the new file. Its scripts are those of this page, so that its policy admits them as it is.
 * @param {Document} document
 * @param {string} prefix of the blocks' ids
 * @param {{packed: () => string | Promise<string>}} own
 */
export const newPage = async (document, prefix, own) => {
  const body = /** @type {HTMLElement} */ (document.body.cloneNode(true));
  tidy(body);
  body.querySelector(`#${prefix}-${BLOCK}`)?.remove();
  const block = document.createElement("script");
  block.type = "text/plain";
  block.id = `${prefix}-${BLOCK}`;
  block.textContent = await own.packed();
  body.querySelector(`#${prefix}-meta`)?.before(block, "\n");
  return `<!DOCTYPE html>\n<html lang="${document.documentElement.lang}">\n${document.head.outerHTML}\n${body.outerHTML}\n</html>\n`;
};
