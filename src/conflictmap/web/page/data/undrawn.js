// Why an event is on no spot, in words; and the first words of a report.

export const DRAWN_ROLES = ["site", "target"];
export const PLACED = ["confirmed", "automatic"];
const WORDS = { not_in_gazetteer: "hiddenMissing", not_locatable: "hiddenNowhere" };

/** A country's name by its code, in a language; the code itself where there is no name for it. */
export const countryName = (code, lang) => {
  try {
    return new Intl.DisplayNames([lang], { type: "region" }).of(code) ?? code;
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof TypeError)) throw error; // no code, or a browser without names
    return code;
  }
};

const reasonOf = (say, lang, [toponym, role, status, name, nameMy, , country, , between = []]) => {
  if (status === "outside") return say(country ? "hiddenAbroadIn" : "hiddenAbroad", { name: toponym, country: countryName(country, lang) });
  if (status === "ambiguous") {
    const places = between.map(([en, my]) => (lang === "my" && my ? my : en)).join(` ${say("hiddenOr")} `);
    return places ? say("hiddenAmbiguous", { name: toponym, places }) : `${toponym}: ${say("status_ambiguous")}`;
  }
  if (!PLACED.includes(status)) return say(WORDS[status] ?? "hiddenNowhere", { name: toponym });
  return say(DRAWN_ROLES.includes(role) ? "hiddenWider" : "hiddenRole", { name: (lang === "my" && nameMy) || name || toponym });
};

/**
 * Why no mark stands for an event: a line for each place it names.
 * @param {(key: string, values?: object) => string} say
 * @param {"en"|"my"} lang
 * @param {{location: string, mentions: any[][], coarse: boolean}} event `coarse`: the page leaves places out
 */
export const hiddenReasons = (say, lang, { location, mentions, coarse }) => {
  if (mentions.length) return mentions.map((mention) => reasonOf(say, lang, /** @type {any} */ (mention)));
  return [say(coarse ? "hiddenCoarse" : location ? "unplaced" : "noPlaceWritten")];
};

/** The first words of a text, whole ones, and a sign that there are more. */
export const excerpt = (text, most = 100) => {
  if (text.length <= most) return text;
  const end = text.lastIndexOf(" ", most);
  return `${text.slice(0, end > most / 2 ? end : most).trimEnd()} …`;
};
