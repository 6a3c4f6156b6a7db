// Which places inside a township have a known state on a day: the seat, towns, villages, bases; and which are fought over.
import { spanOn } from "./tracks.js";

const FOUGHT = ["contested", "besieged"];

/**
 * The sites of a day whose state is known, fought-over ones first, then in the order of the data (by township).
 * @param {any} model
 * @returns {{site: number, span: number, state: string}[]} `site` counts from 0
 */
export const sitesOn = (model, { rules, day, known }, unit = 0) => {
  const track = model.siteTrack(rules);
  if (!track) return [];
  const assessed = [];
  model.sites.unit.forEach((of, site) => {
    if (unit && of !== unit) return;
    const span = spanOn(track, site + 1, day, known ?? Infinity);
    const state = span < 0 ? "unknown" : model.meta.states[track.state[span]];
    if (state !== "unknown") assessed.push({ site, span, state });
  });
  const rank = ({ site, state }) => (FOUGHT.includes(state) ? 0 : model.meta.siteKinds[model.sites.kind[site]] === "seat" ? 1 : 2);
  return assessed.sort((left, right) => rank(left) - rank(right) || left.site - right.site);
};

/**
 * The contested and besieged sites of a day whose point is known.
 * @param {import("../base/types").Model} model
 * @param {import("../base/types").State} state
 */
export const foughtSites = (model, state) =>
  sitesOn(model, state).filter(({ site, state: each }) => FOUGHT.includes(each) && model.sites.known[site]);

/**
 * A site's name in the page's language, where it is known.
 * @param {import("../base/types").Page} page
 */
export const siteName = ({ model, state }, site) => {
  const [name, nameMy] = model.meta.siteNames[site];
  return state().lang === "my" && nameMy ? nameMy : name;
};
