// Give a file to whoever reads the page; nothing leaves the machine.
import { el } from "../base/dom.js";

/** Let the browser save a blob. */
export const save = (blob, name) => {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
