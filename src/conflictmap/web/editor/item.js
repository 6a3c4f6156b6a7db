// One name on the screen: why it is here, the sentences, the candidates. Draws from plain data; decides nothing.
import { el, sourceLinks } from "../page/base/dom.js";
import { VERDICT_NAMES } from "./keys.js";
import { counted, dayWords, effectWords, marked, placeName, placePath } from "./marked.js";

const STATUS = {
  ambiguous: "several places may be meant",
  not_in_gazetteer: "the gazetteer has no such place",
  not_locatable: "names no place",
  outside: "outside Myanmar",
  automatic: "settled by the program",
  confirmed: "confirmed by a person",
};

/** The head: the name, what it stands in, why it waits. */
export const drawHead = (item) => [
  el("p.ed-why", {}, item.why || STATUS[item.status]),
  el("h1", {}, item.name, item.kind ? el("span.ed-kind", {}, ` ${item.kind}`) : null),
  el("p.ed-context", {}, item.context.length ? `in ${item.context.join(", ")}` : "no wider unit is stated", item.relation ? ` · said to be ${item.relation} it` : ""),
  el("p.ed-stake", {}, el("b", {}, counted(item.events, "event")), " · at most: ", effectWords(item.effect)),
];

const drawEvent = (event) =>
  el("article.ed-event", {},
    el("p.ed-line", {}, el("b", {}, dayWords(event)), ` · ${event.sub_event_type} · `, event.actors.filter(Boolean).join(" / ")),
    el("p.ed-location", {}, marked(event.location, event.location_mark)),
    el("p.ed-notes", {}, marked(event.notes, event.notes_mark)),
    el("p.ed-source", {}, `${event.event_id} · `, sourceLinks(event.source_url, event.source)),
  );

/** The first sentence in which the name stands: what there is to decide by, so it comes before the candidates. */
export const drawSentence = (item) => item.shown.slice(0, 1).map(drawEvent);

/** The further sentences, and the other places of their entries. */
export const drawEvents = (item) => [
  item.shown.slice(1, 4).map(drawEvent),
  item.events > 4 ? el("p.ed-more", {}, `and ${counted(item.events - 4, "more event")}`) : null,
  item.others.length
    ? el("p.ed-others", {}, el("b", {}, "Also in these entries: "), item.others.slice(0, 8).map((other, at) => [at ? "; " : "", other.name, other.township ? ` (${other.township})` : ` (${STATUS[other.status]})`]))
    : null,
];

/** The candidates, numbered as the keys; `lit` is the number under the pointer. */
export const drawCandidates = (candidates, { onHover, onChoose, scored = true }) =>
  candidates.length
    ? el("ol.ed-candidates", {},
        candidates.slice(0, 5).map((place, at) =>
          el("li", { "data-number": at + 1, on: { mouseenter: () => onHover(at + 1), mouseleave: () => onHover(0) } },
            el("button.ed-choice", { type: "button", on: { click: () => onChoose(at + 1) } },
              el("kbd", {}, at + 1),
              el("span.ed-place", {},
                el("span", {}, placeName(place), el("span.ed-path", {}, ` ${place.kind} · ${placePath(place)} `), el("code", {}, place.place_id)),
                el("span.ed-reasons", {}, (place.reasons ?? []).slice(0, 4).map((reason) => reason.detail).join("; ")),
                el("span.ed-effect", {}, [place.effect?.states ? `${counted(place.effect.states, "control state")} would change` : "", place.km === null || place.km === undefined ? "" : `${place.km} km ${scored ? "from the entry's nearest place" : "from the point"}`].filter(Boolean).join(" · ")),
              ),
              scored ? el("span.ed-score", {}, place.score.toFixed(2)) : null,
            ),
          ),
        ),
      )
    : el("p.ed-none", {}, "No candidate. Search with /, make the place with m, or say why there is none.");

/** A decision in words. */
export const decisionWords = (judgement) => `${judgement.place || VERDICT_NAMES[judgement.verdict]}${judgement.geo_precision ? `, precision ${judgement.geo_precision}` : ""}${judgement.event_id ? `, in ${judgement.event_id} only` : ""}`;
