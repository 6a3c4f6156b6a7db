// Whose reports a page is made of: what a reader has to know before believing the map.

/**
 * The word of the warning, or "" where there is none to give: an independent source is among them, or a side is not known.
 * @param {{sources: [string, string][]}} meta names and sides: "independent", "party:X", "aligned:X"; several by |
 */
export const cautionOf = ({ sources }) => {
  const sides = new Set(sources.flatMap(([, side]) => side.split("|")));
  sides.delete("map"); // made of others' reports: never evidence
  if (sides.size === 0 || sides.has("independent") || sides.has("")) return "";
  const stands = new Set([...sides].map((side) => side.slice(side.indexOf(":") + 1)));
  return stands.size === 1 ? "oneSided" : "noIndependent";
};
