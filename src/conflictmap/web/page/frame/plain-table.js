// The table that stands in the document for browsers without scripts: it is also what is left of a file that is cut short.

/** Its nodes, made anew: the latest state of each township and who is meant; none where the page has no such table. */
export const plainTable = () => {
  const parsed = new DOMParser().parseFromString(document.getElementById("cm-plain")?.textContent ?? "", "text/html");
  return parsed.querySelectorAll(".cm-plain > table, .cm-plain > dl");
};
