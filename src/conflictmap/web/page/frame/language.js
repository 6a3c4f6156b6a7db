// The language of the page: its switch, the title, and the names of the map and the timeline.
import { byId, el, fill } from "../base/dom.js";

/**
 * The switches of the language, and what it changes beside the panels.
 * @param {import("../base/types").Page} page
 */
export const makeLanguage = (page, root) => {
  page.store.follow((state, changed) => {
    if (!changed.has("lang") && !changed.has("digits")) return;
    const { say } = page.words();
    document.documentElement.lang = state.lang;
    fill(root,
      el("button", { type: "button", lang: state.lang === "en" ? "my" : "en", title: say("languageHint"), on: { click: () => page.store.set({ lang: state.lang === "en" ? "my" : "en", digits: false }) } }, say("language")),
      state.lang === "my" ? el("label", {}, el("input", { type: "checkbox", checked: state.digits, on: { change: (event) => page.store.set({ digits: event.target.checked }) } }), " ", say("digits")) : null);
    byId("cm-title").textContent = titleOf(page);
    page.map.getContainer().setAttribute("aria-label", say("mapLabel"));
    byId("cm-timeline").setAttribute("aria-label", say("timeline"));
  }, true);
};

/**
 * The title that Python wrote, in English; in Burmese the page's own, as the other is not translated.
 * @param {import("../base/types").Page} page
 */
const titleOf = ({ state, words, format, model }) => {
  const heading = byId("cm-title");
  if (heading.dataset.own === "1") return heading.dataset.title ?? "";
  return `${words().say("title")}, ${format().range(...model.meta.days)}`;
};
