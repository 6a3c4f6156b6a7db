// Which key means what. Pure: an event's key and what is open go in, an action comes out.

export const VERDICTS = { n: "not_in_gazetteer", l: "not_locatable", o: "outside", d: "deferred", r: "rejected" };
export const VERDICT_NAMES = {
  accepted: "accepted",
  rejected: "rejected: none of these, look again",
  not_in_gazetteer: "not in the gazetteer",
  not_locatable: "cannot be located",
  outside: "outside Myanmar",
  deferred: "deferred",
};
export const HELP = [
  ["1 – 5", "accept that candidate"],
  ["n", "not in the gazetteer"],
  ["l", "cannot be located"],
  ["o", "outside Myanmar"],
  ["d", "defer: decide later"],
  ["r", "none of these places"],
  ["p", "precision: by the place, 1 the place itself, 2 near it, 3 township"],
  ["k", "keep the spelling as an alias, or not"],
  ["e", "this event only: the next verdict leaves the name's other events as they are"],
  ["t", "write a note"],
  ["/", "search the gazetteer"],
  ["m", "make a place on the map"],
  ["a", "all names that say the same, with a preview"],
  ["u", "undo: any decision"],
  ["s", "skip this name"],
  ["w", "what this session has done"],
  ["Esc", "close what is open"],
];

/**
 * @param {{key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean}} event
 * @param {{typing: boolean, panel: string, keysOn: boolean}} where typing: a field has the focus; panel: what is open
 * @returns {{do: string, [more: string]: any} | null}
 */
export const actionOf = (event, { typing, panel, keysOn }) => {
  if (event.key === "Escape") return { do: "close" };
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (panel && (event.key === "ArrowDown" || event.key === "ArrowUp")) return { do: "move", by: event.key === "ArrowDown" ? 1 : -1 };
  if (panel && event.key === "Enter") return { do: "confirm" };
  if (typing || !keysOn) return null;
  if (panel === "undo") return event.key === "u" ? { do: "confirm" } : null;
  if (panel === "conflict") return event.key === "k" ? { do: "close" } : null;
  if (panel === "preview" || panel === "mint") return null;
  if (/^[1-5]$/.test(event.key)) return { do: "accept", number: Number(event.key) };
  if (VERDICTS[event.key]) return { do: "verdict", verdict: VERDICTS[event.key] };
  return { "/": { do: "open", panel: "search" }, m: { do: "open", panel: "mint" }, u: { do: "open", panel: "undo" }, w: { do: "open", panel: "summary" },
    "?": { do: "open", panel: "help" }, a: { do: "all" }, e: { do: "event" }, p: { do: "precision" }, k: { do: "alias" }, t: { do: "note" }, s: { do: "skip" }, R: { do: "reload" } }[event.key] ?? null;
};

/** The next precision of the round: by the place (null), 1, 2, 3. */
export const nextPrecision = (precision) => (precision === null ? 1 : precision === 3 ? null : precision + 1);
