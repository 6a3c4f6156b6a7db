// The curtain between two pictures of one map: left of it the day with its marks, right of it who holds what otherwise.
import { el } from "../base/dom.js";
import { versusOf } from "../state/versus.js";
import { versusWords } from "./versus-words.js";

const STEPS = { ArrowLeft: -2, ArrowDown: -2, ArrowRight: 2, ArrowUp: 2, PageUp: 10, PageDown: -10, Home: -100, End: 100 };
const [LEFT, RIGHT] = [4, 96]; // per cent of the map: the curtain stays in reach

/**
 * Hang it over the map and follow the state.
 * @param {import("../base/types").Page} page
 */
export const makeCurtain = (page, root) => {
  const { store, words, map, view } = page;
  const rod = el("div.cm-curtain", { role: "slider", tabindex: "0", "aria-orientation": "horizontal", "aria-valuemin": LEFT, "aria-valuemax": RIGHT, hidden: true });
  const [here, there] = ["cm-here", "cm-there"].map((name) => el(`span.${name}`, { hidden: true }));
  root.append(rod, here, there);
  const go = (percent) => store.set({ curtain: Math.round(Math.max(LEFT, Math.min(RIGHT, percent))) });
  rod.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    go(store.get().curtain + STEPS[event.key]);
  });
  rod.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    rod.focus({ preventScroll: true });
    rod.setPointerCapture(event.pointerId);
  });
  rod.addEventListener("pointermove", (event) => {
    if (!rod.hasPointerCapture(event.pointerId)) return;
    const { left, width } = map.getContainer().getBoundingClientRect();
    go(((event.clientX - left) / width) * 100);
  });
  const hang = () => {
    const { versus, curtain } = store.get();
    const on = versusOf(store.get()) !== null;
    if (!on && rod.hidden) return;
    view.surface.part(on ? (curtain / 100) * map.getSize().x : null);
    for (const element of [rod, here, there]) element.hidden = !on;
    if (!on) return;
    const [left, right] = versusWords(page);
    rod.style.left = `${curtain}%`;
    here.style.right = `calc(${100 - curtain}% + 10px)`;
    there.style.left = `calc(${curtain}% + 10px)`;
    [here.textContent, there.textContent] = [left, right];
    rod.setAttribute("aria-label", words().say("curtain"));
    rod.setAttribute("aria-valuenow", String(curtain));
    rod.setAttribute("aria-valuetext", `${words().say("compareHere", { what: left })}; ${words().say("compareThere", { what: right })}`);
    rod.dataset.versus = versus;
  };
  store.follow((_, changed) => {
    if (["versus", "curtain", "day", "rules", "known", "lang", "digits"].some((key) => changed.has(key))) hang();
  });
  map.on("move zoom resize", hang);
  hang();
};
