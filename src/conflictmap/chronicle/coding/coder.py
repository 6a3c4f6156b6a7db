"""Code an entry: from its text to drafts of event rows, every field with its evidence and its confidence.
Nothing here asks, writes or decides. Confidences are said where they are given; they order the review, they are no probabilities."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from conflictmap.chronicle.coding.attribution import Citation, citation_of, find_citations, word_of
from conflictmap.chronicle.coding.burmese_prose import draft_burmese, is_burmese
from conflictmap.chronicle.coding.cases import ParticipantContext, Side
from conflictmap.chronicle.coding.event_dates import Days, days_of, reported_on
from conflictmap.chronicle.coding.event_locations import location_of
from conflictmap.chronicle.coding.event_mentions import TRANSFER_ACTS, EventMention, SentenceEvents, read_scene
from conflictmap.chronicle.coding.events import find_happenings
from conflictmap.chronicle.coding.participants import sides_of
from conflictmap.chronicle.coding.reliability import believed
from conflictmap.chronicle.drafts import Draft, Field
from conflictmap.chronicle.extraction.actors import find_actors
from conflictmap.chronicle.extraction.casualties import add_up
from conflictmap.chronicle.extraction.localities import Locality, find_localities
from conflictmap.chronicle.extraction.placenames import Known, Vocabulary
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.extraction.triggers import Trigger, find_deeds
from conflictmap.chronicle.language.lexicon import Code, Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch
from conflictmap.chronicle.language.tokens import Sentence, read_sentences
from conflictmap.chronicle.text.dates import Anchor, DatePhrase, find_dates
from conflictmap.chronicle.text.entries import Chronicle
from conflictmap.model import Entry

_UNPLACED = 0.5  # a transfer of control without a place of its own is always asked
_NO_TRIGGER = 0.3  # a paragraph without any word of the tables: a person must say what it is


_SPOKEN = ("day", "range", "relative", "weekday")


@dataclass(frozen=True, slots=True)
class PrecedingText:
    """What the paragraph before hands on: the days it stands under, the day it spoke of last, and its last spots."""

    under: tuple[date, date] | None = None
    spoken: date | None = None
    localities: tuple[Locality, ...] = ()
    doers: tuple[str, ...] = ()
    scenes: tuple[SentenceEvents, ...] = ()
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Coder:
    """Codes entries with one set of tables. `vocabulary` tells places from other names."""

    lexicon: Lexicon
    vocabulary: Vocabulary

    @classmethod
    def of(cls, lexicon: Lexicon, known: Known | None = None) -> Coder:
        """A coder with the lexicon's own vocabulary. `known` says whether a bare name is one of the gazetteer's."""
        names = lexicon.names
        organisations, offices, placing = (
            names.get(name, frozenset()) for name in ("organisation", "office", "placing")
        )
        return cls(lexicon, Vocabulary(organisations, offices, placing, known))

    def code_chronicle(self, chronicle: Chronicle) -> list[Draft]:
        """The drafts of all entries, in the text's order."""
        before = PrecedingText()
        out = []
        for entry in chronicle.entries:
            before = (
                before if before.under == (entry.date, entry.end_date) else PrecedingText((entry.date, entry.end_date))
            )
            drafts, before = self._code(entry, chronicle.topics.get(entry.entry_id, ""), before)
            out += [replace(draft, source_url=chronicle.url) for draft in drafts]
        return out

    def code_entry(self, entry: Entry, topic: str = "") -> list[Draft]:
        """The drafts of one entry; one that says that nothing was recognised, where no sentence reports a deed."""
        return self._code(entry, topic, PrecedingText())[0]

    def _code(self, entry: Entry, topic: str, before: PrecedingText) -> tuple[list[Draft], PrecedingText]:
        """The drafts of an entry, and what it hands on to the next one under the same date."""
        citations = find_citations(entry.text, self.lexicon, entry.end_date)
        if is_burmese(entry.text):
            return draft_burmese(entry, self.lexicon, _unread(entry, citations, self.lexicon)), before
        scenes = self._scenes(entry, topic, citations, before.spoken)
        happenings = find_happenings(scenes, self.lexicon, before.localities)
        days = [when.first for scene in scenes for when in scene.whens if when.kind in _SPOKEN]
        spots = next((one.localities for one in reversed(happenings) if one.localities), before.localities)
        doers = next((deed.doer.ids for one in reversed(happenings) for deed in one.deeds if deed.doer), before.doers)
        after = PrecedingText(before.under, days[-1] if days else before.spoken, spots, doers, tuple(scenes), topic)
        if not happenings:
            return ([_unread(entry, citations, self.lexicon)] if scenes else []), after
        named = self._heads(topic, entry)
        heads = (before.doers or named) if topic == before.topic else (named or before.doers)
        told = replace(before, doers=heads)
        drafts = [self._draft(replace(one, topic=topic), entry, scenes, citations, told) for one in happenings]
        kept = [draft for draft in drafts if not _is_bare(draft)]
        return kept or [_unread(entry, citations, self.lexicon)], after

    def _heads(self, topic: str, entry: Entry) -> tuple[str, ...]:
        """The actors that a heading names."""
        found: list[str] = []
        for sentence in read_sentences(
            topic, abbreviations=self.lexicon.abbreviations, spellings=self.lexicon.spellings
        ):
            phrases = self.lexicon.book.find(sentence.words, sentence.raw)
            for one in find_actors(sentence, phrases.get("actor", ()), self.lexicon, entry.date, topic):
                found += one.ids
        return tuple(dict.fromkeys(found))

    def _scenes(
        self, entry: Entry, topic: str, citations: Sequence[Citation], before: date | None = None
    ) -> list[SentenceEvents]:
        text = _without(entry.text, citations)
        sentences = read_sentences(text, abbreviations=self.lexicon.abbreviations, spellings=self.lexicon.spellings)
        scenes = []
        spoken = before or entry.date
        for number, sentence in enumerate(sentences):
            scene = self._scene(number, sentence, entry, spoken, f"{topic} {text}")
            days = [when for when in scene.whens if when.kind in _SPOKEN]
            spoken = days[-1].first if days else spoken
            scenes.append(scene)
        return scenes

    def _scene(self, number: int, sentence: Sentence, entry: Entry, spoken: date, region: str) -> SentenceEvents:
        found = self.lexicon.book.find(sentence.words, sentence.raw)
        actors = find_actors(sentence, found.get("actor", ()), self.lexicon, entry.date, region)
        anchor = Anchor(entry.date, entry.end_date, spoken)
        whens = find_dates(sentence, found.get("time", []), self.lexicon, anchor)
        dated = _tokens_of(sentence, whens)
        found["plan"] = [cue for cue in found.get("plan", []) if not _is_month(cue, sentence, dated)]
        taken = [(one.first, one.end) for one in actors] + dated
        marked = AnnotatedSentence(
            sentence, found, tuple(actors), tuple(find_localities(sentence, taken, self.vocabulary))
        )
        return read_scene(number, marked, find_deeds(marked, self.lexicon), whens, self.lexicon)

    def _draft(
        self,
        happening: EventMention,
        entry: Entry,
        scenes: Sequence[SentenceEvents],
        citations: Sequence[Citation],
        before: PrecedingText,
    ) -> Draft:
        lexicon = self.lexicon
        word = word_of(happening, lexicon)
        days = days_of(happening, entry, word, scenes, before.scenes)
        code, doer, other = sides_of(
            ParticipantContext(happening, scenes, word, days.first, lexicon, before.scenes, before.doers)
        )
        span = (happening.scenes[0].marked.sentence.start, happening.scenes[-1].marked.sentence.ends[-1])
        cited = citation_of(citations, span[1])
        known_on, shown = reported_on(days, entry, happening, cited)
        source = "; ".join(dict.fromkeys(one.outlet for one in cited)) or entry.source
        fields = {
            **_kind_fields(code, happening),
            "actor1": _side_field(doer),
            "actor2": _side_field(other),
            "location": location_of(happening, code, self.vocabulary),
            **_day_fields(days),
            "mode": Field(
                word.mode,
                word.sure,
                ((happening.teller or happening.scene).marked.sentence.span(word.first, word.end),),
            ),
            "fatalities": _dead(happening),
            "reported_on": Field(
                known_on.isoformat(), 0.9, tuple((when.start, when.end) for when in shown) or _spans(cited)
            ),
            "source": Field(source, 0.95 if cited else 0.9, _spans(cited)),
        }
        if code.code in TRANSFER_ACTS and (happening.inherited or not _placed(fields["location"])):
            where = fields["location"]
            fields["location"] = replace(where, confidence=min(_UNPLACED, where.confidence), why="no place of its own")
        fields["notes"] = Field(_note(code, fields, lexicon), 0.9, (span,))
        side = "; ".join(lexicon.sources.get(one.strip(), "") for one in source.split(";")).strip("; ")
        fields = {name: replace(one, confidence=believed(one.confidence)) for name, one in fields.items()}
        return Draft(entry.entry_id, span, fields, side=side, text=entry.text)


def _placed(where: Field) -> bool:
    """Whether a spot of the happening itself is named, not only what it bears on."""
    return any(part and ": " not in part for part in where.value.split("; "))


def _is_bare(draft: Draft) -> bool:
    """Whether neither a doer, nor a place, nor a day of its own is told: talk of the war, no happening."""
    told = draft.fields["event_date"].evidence or draft.value("location") or draft.value("fatalities")
    moved = draft.value("act") in ("capture", "recapture", "surrender", "handover")
    alone = draft.value("actor1") == "UNK" and draft.value("actor2") in ("", "CIV")
    return alone and not told and not moved and draft.value("mode") != "denied"


def _without(text: str, citations: Sequence[Citation]) -> str:
    """The text with its citations blanked out; every character stays where it was."""
    letters = list(text)
    for one in citations:
        letters[one.start : one.end] = " " * (one.end - one.start)
    return "".join(letters)


def _tokens_of(sentence: Sentence, whens: Sequence[DatePhrase]) -> list[tuple[int, int]]:
    out = []
    for when in whens:
        first, end = bisect_left(sentence.starts, when.start), bisect_left(sentence.starts, when.end)
        if end > first:
            out.append((first, end))
    return out


def _is_month(cue: PhraseMatch, sentence: Sentence, dated: Sequence[tuple[int, int]]) -> bool:
    """The "May" of "May 3" or "in May", which is no "may"."""
    raw = sentence.raw[cue.first]
    return raw == "May" and (cue.first > 0 or any(low <= cue.first < high for low, high in dated))


def _kind_fields(code: Code, happening: EventMention) -> dict[str, Field]:
    """Type, sub-type and act: sure where the trigger's object is known, less where the deed was only attempted or listed."""
    deed: Trigger = happening.main
    sentence = happening.scene.marked.sentence
    evidence = (sentence.span(deed.first, deed.end),) if deed.end <= len(sentence.words) else ()
    sure = 0.93 if deed.object_class or code.family in ("remote", "protest", "justice") else 0.85
    if happening.listed or deed.state != "done":
        sure = 0.6
    if code.code in ("statement", "measure", "attack", "advance", "launch"):
        sure = min(sure, 0.8)
    why = f"'{sentence.said(deed.first, deed.end)}'" if evidence else ""
    return {
        "event_type": Field(code.event_type, sure, evidence, why),
        "sub_event_type": Field(code.sub_event_type, sure - 0.03, evidence, why),
        "act": Field(code.act, sure, evidence, why),
    }


def _side_field(side: Side) -> Field:
    evidence = tuple(scene.marked.sentence.span(named.first, named.end) for scene, named in side.shown)
    return Field(side.cell, round(side.sure, 2), evidence, side.why)


def _day_fields(days: Days) -> dict[str, Field]:
    evidence = tuple((when.start, when.end) for when in days.shown)
    return {
        "event_date": Field(days.first.isoformat(), days.sure, evidence, "" if evidence else "the entry's own date"),
        "end_date": Field(days.last.isoformat(), days.sure, evidence),
        "time_precision": Field(str(days.precision), days.sure, evidence),
    }


def _dead(happening: EventMention) -> Field:
    dead = add_up(happening.tolls)
    sentences = {id(scene.toll): scene for scene in happening.scenes}
    evidence = tuple(
        sentences[id(toll)].marked.sentence.span(toll.first, toll.end)
        for toll in happening.tolls
        if id(toll) in sentences
    )
    if dead is None:
        return Field("", 0.9, (), "no number is given")
    return Field(str(dead), min(toll.sure for toll in happening.tolls), evidence)


def _note(code: Code, fields: dict[str, Field], lexicon: Lexicon) -> str:
    """One plain sentence made of the codes, in no source's words."""

    def names(cell: str, nobody: str) -> str:
        return (
            ", ".join(lexicon.actors[one].name if one in lexicon.actors else one for one in cell.split("|") if one)
            or nobody
        )

    place = fields["location"].value.split(";")[0].split(": ")[-1] or "a place that is not named"
    note = code.note.format(
        doer=names(fields["actor1"].value, "somebody"), other=names(fields["actor2"].value, "somebody"), place=place
    )
    told = {
        "claimed_by_party": " By the party's own account.",
        "denied": " This is denied.",
        "confirmed": " The other side confirms it.",
    }
    dead = fields["fatalities"].value
    return note[:1].upper() + note[1:] + (f" Dead: {dead}." if dead else "") + told.get(fields["mode"].value, "")


def _spans(citations: Sequence[Citation]) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys((one.start, one.end) for one in citations))


def _unread(entry: Entry, citations: Sequence[Citation], lexicon: Lexicon) -> Draft:
    """An entry in which no word of the tables reports a deed: kept, as a question."""
    cited = citation_of(citations, 0)
    source = cited[0].outlet if cited else entry.source
    values = {
        "event_type": "Strategic developments", "sub_event_type": "Other", "act": "other", "actor1": "UNK", "actor2": "",
        "location": "", "event_date": entry.date.isoformat(), "end_date": entry.end_date.isoformat(), "time_precision": "1",
        "mode": "reported", "fatalities": "", "reported_on": entry.end_date.isoformat(), "source": source,
        "notes": "Not read: the word lists have no word for this.",
    }  # fmt: skip
    fields = {
        name: Field(value, _NO_TRIGGER, (), "no word of data/coding/triggers.csv stands here")
        for name, value in values.items()
    }
    return Draft(entry.entry_id, (0, len(entry.text)), fields, side=lexicon.sources.get(source, ""), text=entry.text)
