// The places inside a township whose state is known: the seat, towns, villages, bases; and those that are fought over.
import { siteName, sitesOn } from "../data/sites.js";
import { spanWords } from "../words/wording.js";
import { spanOn } from "../data/tracks.js";
import { el } from "../base/dom.js";
import { shown, textureGlyph } from "../map/glyphs.js";
import { textureOf } from "../data/certainty.js";

const MOST = 40; // sites listed of one township

// the countryside has no name but its kind
const nameAndKind = (page, site) => {
  const kind = page.model.meta.siteKinds[page.model.sites.kind[site]];
  const word = page.words().say(`site_${kind}`);
  return kind === "rural" ? [el("strong", {}, word)] : [el("strong", {}, siteName(page, site)), el("span.cm-quiet", {}, ` ${word}`)];
};

/**
 * The sites of a township with their states on the day, as a list; null where none is told.
 * @param {import("../base/types").Page} page
 */
export const siteLines = (page, unit, { spanWords }) => {
  const { model, state, words, format } = page;
  const { say } = words();
  const sites = sitesOn(model, state(), unit);
  const track = model.siteTrack(state().rules);
  if (!track || sites.length === 0) return null;
  return [
    el("h3", {}, say("sitesHere")),
    el("ul.cm-sites", {}, sites.slice(0, MOST).map(({ site, span, state: name }) => el("li", {},
      shown(textureGlyph(textureOf(name, model.meta.confidences[track.confidence[span]]), model.colourOf(track.holder[span]), model.colourOf(track.other[span]))),
      el("span", {}, ...nameAndKind(page, site), el("br"), spanWords(page, track, span))))),
    sites.length > MOST ? el("p.cm-quiet", {}, say("andMore", { n: format().number(sites.length - MOST) })) : null,
  ];
};
