// A document that was drawn already, as a browser saves it or a new file is made of it, back as Python laid it out.

const KEPT = { "#cm-app": "#cm-timeline, main, .cm-failure", main: ".folium-map, .cm-outline, #cm-side", "#cm-side": ".cm-kicker, #cm-title, #cm-search-box" };
const EMPTIED = ["#cm-timeline", ".folium-map", "#cm-language", "#cm-search-box", "#cm-failure"];
const CLASSES = { "#cm-app": "cm-app", ".folium-map": "folium-map", "#cm-side": "cm-side" };

/** @param {HTMLElement} body changed in place */
export const tidy = (body) => {
  for (const [name, kept] of Object.entries(KEPT)) {
    for (const child of [...(body.querySelector(name)?.children ?? [])]) if (!child.matches(kept)) child.remove();
  }
  for (const name of EMPTIED) body.querySelector(name)?.replaceChildren();
  for (const [name, value] of Object.entries(CLASSES)) body.querySelector(name)?.setAttribute("class", value);
  for (const attribute of ["style", "tabindex"]) body.querySelector(".folium-map")?.removeAttribute(attribute);
  body.querySelector("#cm-failure")?.setAttribute("hidden", "");
};
