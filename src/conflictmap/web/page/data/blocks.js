// The page's data blocks: base64 of raw deflate in script elements that no browser runs.
import { inflateSync } from "fflate";

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
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof ReferenceError)) throw error;
    return inflateSync(bytes);
  }
};

/** Read blocks of one page: `bytes(name)` and `json(name)`; the text is let go unless `keep`. */
export const openBlocks = (document, prefix) => {
  const take = (name, keep) => {
    const element = document.getElementById(`${prefix}-${name}`);
    if (!element) throw new Error(`block ${name} is not in this page: the file is cut short`);
    const bytes = fromBase64(element.textContent.trim());
    if (!keep) element.remove();
    return bytes;
  };
  const bytes = (name, keep = false) => inflate(take(name, keep));
  const json = async (name, keep = false) => JSON.parse(new TextDecoder().decode(await bytes(name, keep)));
  return { bytes, json };
};

/** Texts of events, a block at a time, the last few kept. */
export const openTexts = (blocks, size, kept = 4) => {
  const cache = new Map();
  const block = (number) => {
    if (!cache.has(number)) {
      cache.set(number, blocks.json(`text-${number}`, true));
      if (cache.size > kept) cache.delete(cache.keys().next().value);
    }
    return cache.get(number);
  };
  return {
    /** [event_id, location, notes, url, sub-event type, mentions] of an event by its number. */
    row: async (event) => (await block(Math.floor(event / size)))[event % size],
  };
};
