// Columns of whole numbers out of the page's bytes. The layout is told in docs/payload.md; payload.py writes it.

/** @typedef {[name: string, coding: "uint"|"int"|"delta", count: number, offset: number, bits: number]} Entry */

const ARRAYS = new Map(/** @type {[number, any][]} */ ([[8, Uint8Array], [16, Uint16Array], [32, Uint32Array], [-32, Int32Array]]));

/**
 * Decode one column.
 * @param {Uint8Array} bytes all columns, one behind the other
 * @param {Entry} entry
 * @param {number} [end] where the next column begins: if that is known. Numbers of one byte each are there already
 */
export const decodeColumn = (bytes, [name, coding, count, offset, bits], end = -1) => {
  const Numbers = ARRAYS.get(bits);
  if (!Numbers) throw new Error(`column ${name}: ${bits} bits are not known to this page`);
  if (coding === "uint" && bits === 8 && end === offset + count && end <= bytes.length) return bytes.subarray(offset, end);
  const out = new Numbers(count);
  const [isFolded, isDelta] = [coding !== "uint", coding === "delta"];
  let at = offset;
  let before = 0;
  for (let place = 0; place < count; place += 1) {
    let value = bytes[at];
    at += 1;
    if (value > 127) {
      value &= 127;
      let shift = 7;
      let octet = 128;
      while (octet > 127) {
        octet = bytes[at];
        at += 1;
        value |= (octet & 127) << shift; // of 32 bits none is lost: the array says how they are read
        shift += 7;
      }
    }
    if (isFolded) value = (value >>> 1) ^ -(value & 1);
    if (isDelta) {
      before = (before + value) | 0;
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
  const ends = new Map(directory.map(([name], place) => [name, directory[place + 1]?.[3] ?? bytes.length]));
  const decoded = new Map();
  return {
    has: (name) => entries.has(name),
    get: (name) => {
      if (!decoded.has(name)) {
        const entry = entries.get(name);
        if (!entry) throw new Error(`column ${name} is not in this page`);
        decoded.set(name, decodeColumn(bytes, entry, ends.get(name)));
      }
      return decoded.get(name);
    },
  };
};
