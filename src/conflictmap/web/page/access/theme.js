// Dark or light: as the system wishes, or as the reader has chosen. Canvases are painted light and turned by the style
// sheet, so that a picture or a sheet of paper is light without being painted again.

const wish = () => matchMedia("(prefers-color-scheme: dark)");

/** Whether a state is shown dark. */
export const isDark = ({ theme }) => (theme === "" ? wish().matches : theme === "dark");

/**
 * Follow the state and the system.
 * @param {import("../base/types").Store} store
 */
export const followTheme = (store) => {
  const turn = () => document.documentElement.toggleAttribute("data-dark", isDark(store.get()));
  store.follow((_, changed) => {
    if (changed.has("theme")) turn();
  }, true);
  wish().addEventListener?.("change", turn);
};
