// The page's data blocks: base64 of raw deflate in script elements that no browser runs.
/** Bytes of base64 text. */
export const fromBase64 = (text) => {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let place = 0; place < raw.length; place += 1) bytes[place] = raw.charCodeAt(place);
  return bytes;
};

/** Inflate raw deflate; by the browser where it can, else by fflate (phones older than 2023). */
export const inflate = async (bytes) => {
  try {
    const { readable, writable } = new DecompressionStream("deflate-raw");
    const writer = writable.getWriter(); // no Blob, whose bytes would go to another process and back
    const written = writer.write(bytes).then(() => writer.close());
    const [buffer] = await Promise.all([new Response(readable).arrayBuffer(), written]);
    return new Uint8Array(buffer);
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof ReferenceError)) throw error;
    const { inflateSync } = await import("../base/old-inflate.js"); // of the bundle: its tables are made when they are needed
    return inflateSync(bytes);
  }
};

/** Raw deflate as base64: a block's text. Where the browser cannot pack, the bytes are stored as they are. */
export const deflate = async (bytes) => {
  const packed = globalThis.CompressionStream
    ? new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer())
    : stored(bytes);
  let raw = "";
  for (let place = 0; place < packed.length; place += STORED) raw += String.fromCharCode(...packed.subarray(place, place + STORED));
  return btoa(raw);
};

const STORED = 32767; // bytes in one block that is not packed (RFC 1951, 3.2.4)

const stored = (bytes) => {
  const blocks = Math.max(1, Math.ceil(bytes.length / STORED));
  const out = new Uint8Array(bytes.length + 5 * blocks);
  for (let block = 0; block < blocks; block += 1) {
    const part = bytes.subarray(block * STORED, (block + 1) * STORED);
    out.set([block === blocks - 1 ? 1 : 0, part.length & 255, part.length >> 8, ~part.length & 255, (~part.length >> 8) & 255], block * (STORED + 5));
    out.set(part, block * (STORED + 5) + 5);
  }
  return out;
};

/** Read blocks of one page: `bytes(name)` and `json(name)`. They stay where they are, so that a saved copy has them too. */
export const openBlocks = (document, prefix) => {
  const take = (name) => {
    const element = document.getElementById(`${prefix}-${name}`);
    if (!element) throw new Error(`block ${name} is not in this page: the file is cut short`);
    return fromBase64(element.textContent.trim());
  };
  const bytes = (name) => inflate(take(name));
  const json = async (name) => JSON.parse(new TextDecoder().decode(await bytes(name)));
  return { bytes, json };
};

/** Texts of events, a block at a time, the last few kept. */
export const openTexts = (blocks, size, kept = 4) => {
  const cache = new Map();
  const block = (number) => {
    if (!cache.has(number)) {
      cache.set(number, blocks.json(`text-${number}`));
      if (cache.size > kept) cache.delete(cache.keys().next().value);
    }
    return cache.get(number);
  };
  return {
    /** [event_id, location, notes, url, sub-event type, mentions, entry_id] of an event by its number. */
    row: async (event) => {
      const row = (await block(Math.floor(event / size))).map((column) => column[event % size]);
      if (row[6] === 0) row[6] = row[0]; // an entry that is one event
      return row;
    },
  };
};
