// The places inside a township whose state is known: the seat, towns, villages, bases; and those that are fought over.
import { spanOn } from "../data/tracks.js";
import { el } from "../base/dom.js";
import { textureGlyph } from "../map/glyphs.js";
import { textureOf } from "../map/textures.js";

const MOST = 40; // sites listed of one township
const FOUGHT = ["contested", "besieged"];

/**
 * The sites of a day whose state is known, fought-over ones first, then in the order of the data (by township).
 * @param {any} model
 * @returns {{site: number, span: number, state: string}[]} `site` counts from 0
 */
export const sitesOn = (model, { rules, day, known }, unit = 0) => {
  const track = model.siteTrack(rules);
  if (!track) return [];
  const found = [];
  model.sites.unit.forEach((of, site) => {
    if (unit && of !== unit) return;
    const span = spanOn(track, site + 1, day, known ?? Infinity);
    const state = span < 0 ? "unknown" : model.meta.states[track.state[span]];
    if (state !== "unknown") found.push({ site, span, state });
  });
  const rank = ({ site, state }) => (FOUGHT.includes(state) ? 0 : model.meta.siteKinds[model.sites.kind[site]] === "seat" ? 1 : 2);
  return found.sort((one, other) => rank(one) - rank(other) || one.site - other.site);
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

/**
 * The sites of a township with their states on the day, as a list; null where none is told.
 * @param {import("../base/types").Page} page
 */
export const siteLines = (page, unit, { spanWords }) => {
  const { model, state, words, format } = page;
  const { say } = words();
  const found = sitesOn(model, state(), unit);
  if (found.length === 0) return null;
  const track = model.siteTrack(state().rules);
  return [
    el("h3", {}, say("sitesHere")),
    el("ul.cm-sites", {}, found.slice(0, MOST).map(({ site, span, state: name }) => el("li", {},
      textureGlyph(textureOf(name, model.meta.confidences[track.confidence[span]]), model.colourOf(track.holder[span]), model.colourOf(track.other[span])),
      el("span", {}, el("strong", {}, siteName(page, site)), el("span.cm-quiet", {}, ` ${say(`site_${model.meta.siteKinds[model.sites.kind[site]]}`)}`), el("br"), spanWords(page, track, span))))),
    found.length > MOST ? el("p.cm-quiet", {}, say("andMore", { n: format().number(found.length - MOST) })) : null,
  ];
};
