"""Code an entry: from its text to drafts of event rows, every field with its evidence and its confidence.
Nothing here asks, writes or decides. Confidences are said where they are given; they order the review, they are no probabilities."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from conflictmap.chronicle.coding.attribution import Citation, attribution_of, citation_of, find_citations
from conflictmap.chronicle.coding.bare_drafts import is_bare
from conflictmap.chronicle.coding.burmese_prose import draft_burmese, is_burmese
from conflictmap.chronicle.coding.days.event_dates import days_of, is_only_of_a_month, reported_on
from conflictmap.chronicle.coding.days.spoken_days import spoken_day
from conflictmap.chronicle.coding.draft_fields import day_fields, dead_field, kind_fields, note_of, side_field
from conflictmap.chronicle.coding.event_mentions import (
    TRANSFER_ACTS,
    VIOLENT,
    EventMention,
    SentenceEvents,
    read_events,
)
from conflictmap.chronicle.coding.events import find_mentions
from conflictmap.chronicle.coding.locations.carried_places import SpokenPlaces, headline_places, with_carried_places
from conflictmap.chronicle.coding.locations.event_locations import location_of
from conflictmap.chronicle.coding.reliability import NO_PLACE, calibrated
from conflictmap.chronicle.coding.repeats import date_denials, merge_repeats
from conflictmap.chronicle.coding.roles.named_before import actors_of_heading, opponents_in
from conflictmap.chronicle.coding.roles.participant_context import ParticipantContext, reporter_of
from conflictmap.chronicle.coding.roles.participants import participants_of
from conflictmap.chronicle.coding.roles.protagonists import with_protagonists
from conflictmap.chronicle.coding.stated_facts import apply_facts
from conflictmap.chronicle.drafts import Draft, Field
from conflictmap.chronicle.extraction.actors import find_actors
from conflictmap.chronicle.extraction.grammar.name_cues import Known, Vocabulary
from conflictmap.chronicle.extraction.localities import Locality, find_localities
from conflictmap.chronicle.extraction.own_names import OwnNames, own_names_in, with_own_names
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.extraction.syntax import SyntaxReader
from conflictmap.chronicle.extraction.triggers import find_triggers
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch
from conflictmap.chronicle.language.tokens import Sentence, read_sentences
from conflictmap.chronicle.text.date_phrases import Anchor, DatePhrase
from conflictmap.chronicle.text.dates import find_dates
from conflictmap.chronicle.text.entries import Chronicle
from conflictmap.chronicle.text.relative_dates import counts_days
from conflictmap.chronicle.text.sheet_rows import RowFacts
from conflictmap.model import Entry

_UNPLACED = 0.5  # a transfer of control without a place of its own is always asked
_NO_TRIGGER = 0.3  # a paragraph without any word of the tables: a person must say what it is
_QUOTES = ('"', "“")


@dataclass(frozen=True, slots=True)
class PrecedingText:
    """What the paragraph before hands on: the days it stands under, the day it spoke of last, and its last places."""

    under: tuple[date, date] | None = None
    spoken: date | None = None
    localities: tuple[Locality, ...] = ()
    agents: tuple[str, ...] = ()
    sentences: tuple[SentenceEvents, ...] = ()
    topic: str = ""
    page: bool = False  # whether it stands under the day of its page
    opponents: tuple[str, ...] = ()  # the armed opponents of the State named last
    spoken_of: SpokenPlaces = field(default_factory=SpokenPlaces)
    told: EventMention | None = None  # its last event, which the next paragraph may deny
    burmese_place: str = ""  # the last place of a text in Burmese


@dataclass(frozen=True, slots=True)
class Coder:
    """Codes entries with one set of tables. `vocabulary` tells places from other names."""

    lexicon: Lexicon
    vocabulary: Vocabulary
    syntax: SyntaxReader | None = None  # a second reading of who did what, where the extra `nlp` is installed
    reporters: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)  # by source, read once
    own_names: OwnNames = field(default_factory=dict)  # of fighters that only the text names

    @classmethod
    def of(cls, lexicon: Lexicon, known: Known | None = None, syntax: SyntaxReader | None = None) -> Coder:
        """Make a coder with the lexicon's own vocabulary. `known` says whether a bare name is one of the gazetteer's."""
        names = lexicon.names
        organisations, offices, placing, abroad, beyond, outlets = (
            names.get(name, frozenset()) for name in ("organisation", "office", "placing", "abroad", "beyond", "outlet")
        )
        return cls(lexicon, Vocabulary(organisations, offices, placing, known, abroad | beyond, outlets), syntax)

    def code_chronicle(self, chronicle: Chronicle) -> list[Draft]:
        """Return draft the events of all entries, in the text's order."""
        names = own_names_in((entry.text for entry in chronicle.entries), self.lexicon)
        coder = replace(self, lexicon=replace(self.lexicon, month_first=chronicle.month_first), own_names=names)
        before = PrecedingText()
        out = []
        for entry in chronicle.entries:
            under, page = (entry.date, entry.end_date), entry.entry_id in chronicle.by_page
            before = before if before.under == under else PrecedingText(under, page=page)
            facts = chronicle.facts.get(entry.entry_id)
            drafts, before = coder._code(entry, chronicle.topics.get(entry.entry_id, ""), before, facts)
            out += [replace(draft, source_url=chronicle.url) for draft in drafts]
        out = with_protagonists(out, page=chronicle.by_page, lexicon=self.lexicon)
        return date_denials(merge_repeats(out, page=chronicle.by_page))

    def code_entry(self, entry: Entry, topic: str = "") -> list[Draft]:
        """Return draft the events of one entry; a single question where no sentence has a trigger."""
        coder = replace(self, own_names=own_names_in((entry.text,), self.lexicon))
        return coder._code(entry, topic, PrecedingText())[0]

    def _code(
        self, entry: Entry, topic: str, before: PrecedingText, facts: RowFacts | None = None
    ) -> tuple[list[Draft], PrecedingText]:
        """The drafts of an entry, and what it hands on to the next one under the same date.

        `facts` are what the columns of a sheet's row state, where the entry is one.
        """
        citations = find_citations(entry.text, self.lexicon, entry.end_date)
        if is_burmese(entry.text):
            unread = _unread(entry, citations, self.lexicon)
            read = draft_burmese(
                entry, self.lexicon, unread, self.vocabulary, spoken=before.spoken, place=before.burmese_place
            )
            told = [draft for draft in read if draft.value("notes").startswith("Read")]
            if not told:
                return read, before
            last_day = date.fromisoformat(told[-1].value("event_date"))
            return read, replace(
                before, spoken=last_day, burmese_place=told[-1].value("location") or before.burmese_place
            )
        sentences = self._read_sentences(entry, topic, citations, before)
        mentions = find_mentions(sentences, self.lexicon, before.localities, before.told if before.page else None)
        mentions = [each for each in mentions if not (before.page and is_only_of_a_month(each, entry))]
        headline = headline_places(topic, self.vocabulary) if before.page else ()
        mentions = with_carried_places(mentions, sentences, before.spoken_of, headline, self.vocabulary)
        days = [day for each in sentences if (day := spoken_day(each, again=True)) is not None]
        places = _last_places(mentions) or before.localities
        agents = next(
            (
                trigger.agent.ids
                for mention in reversed(mentions)
                for trigger in mention.triggers
                if trigger.agent and trigger.code.family in VIOLENT
            ),
            before.agents,
        )
        spoken = days[-1] if days else before.spoken
        opponents = opponents_in(sentences, before.opponents, self.lexicon)
        spoken_of = before.spoken_of.after(sentences, mentions)
        after = PrecedingText(
            before.under,
            spoken,
            places,
            agents,
            tuple(sentences),
            topic,
            before.page,
            opponents,
            spoken_of,
            mentions[-1] if mentions else None,
        )
        if not mentions:
            return (self._asked(entry, citations, facts) if sentences else []), after
        named = actors_of_heading(topic, entry, self.lexicon)
        heads = (before.agents or named) if topic == before.topic else named
        handed_on = replace(before, agents=heads, opponents=opponents)
        drafts = [
            self._draft(replace(mention, topic=topic), entry, sentences, citations, handed_on) for mention in mentions
        ]
        if facts is not None:
            drafts = apply_facts(drafts, facts, self.lexicon)
        kept = [replace(draft, fields=calibrated(draft.fields)) for draft in drafts if not is_bare(draft)]
        return kept or self._asked(entry, citations, facts), after

    def _reporter(self, source: str) -> tuple[str, ...]:
        if source not in self.reporters:
            self.reporters[source] = reporter_of(source, self.lexicon)
        return self.reporters[source]

    def _asked(self, entry: Entry, citations: Sequence[Citation], facts: RowFacts | None) -> list[Draft]:
        """A question for an entry without a trigger, with what its row states, where it is one."""
        unread = [_unread(entry, citations, self.lexicon)]
        return apply_facts(unread, facts, self.lexicon) if facts is not None else unread

    def _read_sentences(
        self, entry: Entry, topic: str, citations: Sequence[Citation], before: PrecedingText
    ) -> list[SentenceEvents]:
        text = _without(entry.text, citations)
        plain = read_sentences(text, abbreviations=self.lexicon.abbreviations, spellings=self.lexicon.spellings)
        sentences = []
        spoken = before.spoken or entry.date
        here: date | None = None
        for number, sentence in enumerate(plain):
            anchor = Anchor(entry.date, entry.end_date, spoken, before.page, here)
            sentence_events = self._sentence_events(number, sentence, anchor, f"{topic} {text}")
            told = sentence.text[:1] not in _QUOTES  # "Today we are happy": the day of the one who speaks
            day = spoken_day(sentence_events, again=here is not None) if told else None
            month = next((each.first for each in reversed(sentence_events.dates) if each.kind == "month"), here)
            spoken, here = day or spoken, day or month
            sentences.append(sentence_events)
        return sentences

    def _sentence_events(self, number: int, sentence: Sentence, anchor: Anchor, region: str) -> SentenceEvents:
        phrases = self.lexicon.book.find(sentence.words, sentence.raw)
        named = with_own_names(sentence, phrases.get("actor", ()), self.own_names, self.lexicon)
        actors = find_actors(sentence, named, self.lexicon, anchor.first, region)
        dates = find_dates(sentence, phrases.get("time", []), self.lexicon, anchor)
        dated = _tokens_of(sentence, dates)
        phrases["plan"] = [cue for cue in phrases.get("plan", []) if not _is_month(cue, sentence, dated)]
        phrases["background"] = [cue for cue in phrases.get("background", []) if not counts_days(cue, sentence)]
        phrases["mode"] = [  # the "State" of "Karen State" is nobody's word
            mode for mode in phrases.get("mode", []) if sentence.raw[mode.first] not in ("State", "States")
        ]
        taken = [(row.first, row.end) for row in actors] + dated
        annotated = AnnotatedSentence(
            sentence,
            phrases,
            tuple(actors),
            tuple(find_localities(sentence, taken, self.vocabulary)),
            frozenset(at for low, high in dated for at in range(low, high)),
        )
        triggers = find_triggers(annotated, self.lexicon)
        if self.syntax is not None:
            triggers = self.syntax.check(annotated, triggers)
        return read_events(number, annotated, triggers, dates, self.lexicon)

    def _draft(
        self,
        mention: EventMention,
        entry: Entry,
        sentences: Sequence[SentenceEvents],
        citations: Sequence[Citation],
        before: PrecedingText,
    ) -> Draft:
        lexicon = self.lexicon
        word = attribution_of(mention, lexicon)
        days = days_of(mention, entry, word, sentences, before.sentences, page=before.page, spoken=before.spoken)
        code, agent, patient = participants_of(
            ParticipantContext(
                mention,
                sentences,
                word,
                days.first,
                lexicon,
                before.sentences,
                before.agents,
                before.opponents,
                self._reporter(entry.source),
            )
        )
        span = (mention.sentences[0].annotated.sentence.start, mention.sentences[-1].annotated.sentence.ends[-1])
        cited = citation_of(citations, span[1])
        known_on, shown = reported_on(days, entry, mention, cited)
        source = "; ".join(dict.fromkeys(citation.outlet for citation in cited)) or entry.source
        fields = {
            **kind_fields(code, mention),
            "actor1": side_field(agent),
            "actor2": side_field(patient),
            "location": location_of(mention, code, self.vocabulary),
            **day_fields(days),
            "mode": Field(
                "claimed_by_party" if word.mode == "reported" and self._reporter(entry.source) else word.mode,
                word.sure,
                ((mention.source_sentence or mention.sentence_events).annotated.sentence.span(word.first, word.end),),
            ),
            "fatalities": dead_field(mention),
            "reported_on": Field(
                known_on.isoformat(),
                0.9,
                tuple((date_phrase.start, date_phrase.end) for date_phrase in shown) or _spans(cited),
            ),
            "source": Field(source, 0.95 if cited else 0.9, _spans(cited)),
        }
        if code.code in TRANSFER_ACTS and (mention.inherited or not _placed(fields["location"])):
            where = fields["location"]
            fields["location"] = replace(where, confidence=min(_UNPLACED, where.confidence), why=NO_PLACE)
        fields["notes"] = Field(note_of(code, fields, lexicon), 0.9, (span,))
        side = "; ".join(lexicon.sources.get(outlet.strip(), "") for outlet in source.split(";")).strip("; ")
        return Draft(entry.entry_id, span, fields, side=side, text=entry.text)


def _last_places(mentions: Sequence[EventMention]) -> tuple[Locality, ...]:
    """The places of the last event that happened somewhere, rather than of where people fled or what was said."""
    named = [mention for mention in mentions if mention.localities]
    fought = [mention for mention in named if mention.main.code.family in VIOLENT]
    return next((mention.localities for mention in reversed(fought or named)), ())


def _placed(where: Field) -> bool:
    """Whether a place of the event itself is named, not only what it bears on."""
    return any(part and ": " not in part for part in where.value.split("; "))


def _without(text: str, citations: Sequence[Citation]) -> str:
    """The text with its citations blanked out; every character stays where it was."""
    letters = list(text)
    for citation in citations:
        letters[citation.start : citation.end] = " " * (citation.end - citation.start)
    return "".join(letters)


def _tokens_of(sentence: Sentence, dates: Sequence[DatePhrase]) -> list[tuple[int, int]]:
    out = []
    for date_phrase in dates:
        first, end = bisect_left(sentence.starts, date_phrase.start), bisect_left(sentence.starts, date_phrase.end)
        if end > first:
            out.append((first, end))
    return out


def _is_month(cue: PhraseMatch, sentence: Sentence, dated: Sequence[tuple[int, int]]) -> bool:
    """The "May" of "May 3" or "in May", which is no "may"."""
    raw = sentence.raw[cue.first]
    return raw == "May" and (cue.first > 0 or any(low <= cue.first < high for low, high in dated))


def _spans(citations: Sequence[Citation]) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys((citation.start, citation.end) for citation in citations))


def _unread(entry: Entry, citations: Sequence[Citation], lexicon: Lexicon) -> Draft:
    """An entry in which no word of the tables reports an action: kept, as a question."""
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
