// Columns of whole numbers out of the page's bytes. The layout is told in docs/payload.md; payload.py writes it.

/** @typedef {[name: string, coding: "uint"|"int"|"delta", count: number, offset: number, bits: number]} Entry */

const ARRAYS = new Map(/** @type {[number, any][]} */ ([[8, Uint8Array], [16, Uint16Array], [32, Uint32Array], [-32, Int32Array]]));

/**
 * Decode one column.
 * @param {Uint8Array} bytes all columns, one behind the other
 * @param {Entry} entry
 */
export const decodeColumn = (bytes, [name, coding, count, offset, bits]) => {
  const Numbers = ARRAYS.get(bits);
  if (!Numbers) throw new Error(`column ${name}: ${bits} bits are not known to this page`);
  const out = new Numbers(count);
  let at = offset;
  let before = 0;
  for (let place = 0; place < count; place += 1) {
    let value = bytes[at];
    at += 1;
    if (value > 127) {
      value &= 127;
      let factor = 128;
      let octet = 128;
      while (octet > 127) {
        octet = bytes[at];
        at += 1;
        value += (octet & 127) * factor; // not <<, which ends at 31 bits
        factor *= 128;
      }
    }
    if (coding !== "uint") value = value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    if (coding === "delta") {
      before += value;
      value = before;
    }
    out[place] = value;
  }
  if (at > bytes.length) throw new Error(`column ${name}: the file is cut short`);
  return out;
};

/**
 * All columns by name, each decoded when it is first asked for.
 * @param {Uint8Array} bytes
 * @param {Entry[]} directory
 */
export const readColumns = (bytes, directory) => {
  const entries = new Map(directory.map((entry) => [entry[0], entry]));
  const decoded = new Map();
  return {
    has: (name) => entries.has(name),
    get: (name) => {
      if (!decoded.has(name)) {
        const entry = entries.get(name);
        if (!entry) throw new Error(`column ${name} is not in this page`);
        decoded.set(name, decodeColumn(bytes, entry));
      }
      return decoded.get(name);
    },
  };
};
