// The reader's own table on the page: taken from a file that is dropped or chosen, or from the page it was saved in.
import { byId, el, fill } from "../base/dom.js";
import { deflate, openBlocks } from "../data/blocks.js";
import { joinTable } from "./join.js";
import { LARGEST, readTable, TableFault, textOf } from "./read-table.js";

export const BLOCK = "own";

/** @typedef {ReturnType<typeof joinTable> & {file: string, kind: string, total: number, short: number, noPoint: number, badDate: number}} OwnTable */

/** The table of a page: `now()`, `fault()`, `take(file)`, `drop()`, `packed()`. */
export const makeOwnTable = (page, prefix) => {
  const { model, store, view } = page;
  /** @type {OwnTable | null} */
  let table = null;
  /** @type {{key: string, values: Record<string, string | number>} | null} */
  let fault = null;
  const changed = () => store.set({ tables: store.get().tables + 1, ownRows: null });
  const lay = (read, file) => {
    const joined = joinTable(read, model.units.rings, model.meta.days[0]);
    if (joined.rows.length === 0) throw new TableFault("ownNonePlaced", { file, all: read.total });
    const { rows, ...counts } = read;
    table = { ...counts, ...joined, file };
    view.own.take(table);
    fault = null;
  };
  const explain = (error, file) => {
    fault = error instanceof TableFault ? { key: error.key, values: error.values } : { key: "ownFailed", values: { file, reason: /** @type {Error} */ (error).message } };
  };
  return {
    now: () => table,
    fault: () => fault,
    /** Read a file; where it cannot be read the page stays as it was, and says why. */
    take: async (file) => {
      const name = file.name.slice(0, 80);
      try {
        if (file.size > LARGEST * 1e6) throw new TableFault("ownTooLarge", { file: name, size: Math.round(file.size / 1e6), most: LARGEST });
        lay(readTable(textOf(new Uint8Array(await file.arrayBuffer()), name), name), name);
      } catch (error) {
        explain(error, name);
      }
      store.set({ panel: "own", unit: 0, spots: null, event: null, own: true });
      changed();
    },
    drop: () => {
      table = null;
      fault = null;
      view.own.take(null);
      changed();
    },
    /** The table as a block of a page: what is read of it, not the file. */
    packed: () => {
      if (table === null) return "";
      const { file, kind, total, short, noPoint, badDate, rows, outside } = table;
      return deflate(new TextEncoder().encode(JSON.stringify({ file, kind, total, short, noPoint, badDate, outside, rows })));
    },
    /** Take the table that the page was saved with, if it was. */
    open: async () => {
      if (!document.getElementById(`${prefix}-${BLOCK}`)) return;
      const { file, outside, ...read } = await openBlocks(document, prefix).json(BLOCK);
      lay(read, file);
      if (table) table.outside = outside;
      changed();
    },
  };
};

/** Files that are dropped anywhere on the page. */
export const takeDrops = (page, own) => {
  const sign = el("p.cm-drop", { hidden: true, "aria-hidden": "true" });
  byId("cm-app").append(sign);
  const hasFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    fill(sign, page.words().say("ownDrop"));
    sign.hidden = false;
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) sign.hidden = true;
  });
  addEventListener("drop", (event) => {
    sign.hidden = true;
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    own.take(file);
  });
};
