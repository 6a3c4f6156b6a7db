// The row of tools: whatever the page can do is one tap away at every size.
import { holdsControl, holdsEvents } from "../data/atlas.js";
import { el } from "../base/dom.js";
import { isDark } from "../access/theme.js";

/** The panels that a page has something to show in. */
export const panelsOf = (meta) => [
  ...(holdsControl(meta) || holdsEvents(meta) ? ["story"] : []),
  ...(holdsEvents(meta) ? ["feed"] : []),
  ...(holdsControl(meta) ? ["changes", "tiles", "ribbon", "compare"] : []),
  "filters", "table", "own", "save", "about",
];

/**
 * The buttons of the row; the one whose panel is open is pressed.
 * @param {import("../base/types").Page} page
 */
export const toolButtons = ({ model, words, store, state }) => {
  const { say } = words();
  const toggle = (panel) => () => store.set({ panel: state().panel === panel ? "" : panel, unit: 0, spots: null, event: null });
  return [
    panelsOf(model.meta).map((panel) => el("button", { type: "button", "aria-pressed": String(state().panel === panel), "data-tool": panel, on: { click: toggle(panel) } }, say(panel))),
    el("button.cm-theme", { type: "button", on: { click: () => store.set({ theme: isDark(state()) ? "light" : "dark" }) } }, say(isDark(state()) ? "light" : "dark")),
  ];
};

/** Press the button of the panel that is open. */
export const pressTool = (root, panel) => {
  for (const button of root.querySelectorAll("[data-tool]")) button.setAttribute("aria-pressed", String(button.dataset.tool === panel));
};
