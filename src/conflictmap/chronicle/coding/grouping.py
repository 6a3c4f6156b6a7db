"""The actions of one sentence by event, and the places that go with each.
Two actions are one event unless agents, places or kinds keep them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from conflictmap.chronicle.coding.deeds.parted_deeds import are_parted, first_of, inside, own_place
from conflictmap.chronicle.coding.event_mentions import (
    CHANGED_HANDS,
    MINOR,
    SPOKEN_FAMILIES,
    TRANSFER_ACTS,
    VIOLENT,
    SentenceEvents,
    own_days,
)
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.chronicle.extraction.triggers import Trigger
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.date_phrases import DatePhrase


def groups_of(sentence_events: SentenceEvents, lexicon: Lexicon) -> list[list[Trigger]]:
    """Group the triggers of one sentence by event: completed ones, else attempts; a dated background trigger stands alone."""
    done = [
        trigger
        for trigger in sentence_events.triggers
        if trigger.state == "done" and not _only_says(trigger, sentence_events)
    ]
    if all(trigger.code.family in SPOKEN_FAMILIES for trigger in done):
        done += [
            _as_attempt(trigger, lexicon)
            for trigger in sentence_events.triggers
            if trigger.state == "tried" and trigger.code.family in ("armed", "transfer", "holding", "movement")
        ]
    if any(trigger.code.family not in SPOKEN_FAMILIES for trigger in done) or any(
        trigger.state == "denied" for trigger in sentence_events.triggers
    ):
        done = [trigger for trigger in done if trigger.code.code not in ("statement", "warning")]
    if (drove := _what_drove_out(done, sentence_events)) is not None:
        done = drove
    done += _causes(done, sentence_events)
    done += _only_aside(done, sentence_events)
    groups: list[list[Trigger]] = []
    for trigger in sorted(done, key=lambda trigger: trigger.first):
        home = next((group for group in reversed(groups) if _fits(group, trigger, sentence_events)), None)
        if home is None:
            groups.append([trigger])
        else:
            home.append(trigger)
    groups += [[trigger] for trigger in sentence_events.triggers if trigger.state == "denied"]
    apart_from_it = [
        [trigger]
        for trigger in sentence_events.triggers
        if trigger.state == "background"
        and _stands_apart(trigger, sentence_events)
        and not (groups and trigger.code.family in SPOKEN_FAMILIES)
        and not _is_same_taking(trigger, done, sentence_events)
    ]
    if any(
        group[0].code.code in TRANSFER_ACTS for group in apart_from_it
    ):  # "announced that it held A after it had taken B that morning"
        groups = [
            group for group in groups if any(trigger.code.code not in ("statement", "warning") for trigger in group)
        ]
    return groups + apart_from_it


def _is_same_taking(trigger: Trigger, done: Sequence[Trigger], sentence_events: SentenceEvents) -> bool:
    """ "Captured A after driving the last troops out of the town on Sunday": one taking, which the aside dates."""
    if trigger.code.code not in CHANGED_HANDS or inside(
        sentence_events.annotated.localities, trigger.low, trigger.high
    ):
        return False
    others = [each for each in done if each.code.code in CHANGED_HANDS and not apart(each, trigger)]
    return bool(others) and not any(own_days(each, sentence_events) for each in others)


def _only_says(trigger: Trigger, sentence_events: SentenceEvents) -> bool:
    """ "An officer told the agency that talks go on": a word to a reporter on no stated day is no statement of a party."""
    words = sentence_events.annotated.sentence.words
    plain = trigger.code.code in ("statement", "warning") and words[trigger.first] in _PLAIN
    return plain and not sentence_events.dates and not _FORMAL & set(words)


def _causes(done: Sequence[Trigger], sentence_events: SentenceEvents) -> list[Trigger]:
    """ "24 people were killed after a paraglider dropped two bombs": the strike is what happened, the dead are its toll."""
    if not done or any(trigger.code.code not in _RESULTS for trigger in done):
        return []
    words = sentence_events.annotated.sentence.words
    return [
        replace(trigger, state="done")
        for trigger in sentence_events.triggers
        if trigger.state == "background"
        and trigger.code.family == "remote"
        and _leads_to(words[done[-1].end : trigger.first])
    ]


def _what_drove_out(done: Sequence[Trigger], sentence_events: SentenceEvents) -> list[Trigger] | None:
    """ "More than 3,000 fled after troops raided A": the raid is what happened, the flight is what came of it.

    Returns: what is done then, without what stands apart with its own day; None where nothing drove anybody out.
    """
    if not done or any(trigger.code.family != "flight" for trigger in done):
        return None
    words = sentence_events.annotated.sentence.words
    drove = [
        trigger
        for trigger in sentence_events.triggers
        if trigger.state == "background"
        and trigger.code.family in VIOLENT
        and {"after", "when", "as"} & set(words[done[-1].end : trigger.first])
    ]
    if not drove:
        return None
    return [replace(trigger, state="done") for trigger in drove if not _stands_apart(trigger, sentence_events)]


def _leads_to(between: Sequence[str]) -> bool:
    """ "were killed when jets bombed A", "were killed by a jet which bombed A": whether the strike is how they died."""
    return bool({"after", "when", "as"} & set(between)) or ("by" in between and bool({"which", "that"} & set(between)))


def _only_aside(done: Sequence[Trigger], sentence_events: SentenceEvents) -> list[Trigger]:
    """ "On Monday they came to A, where bombs were dropped": on a stated day, and the only action that the sentence has."""
    if any(trigger.code.family not in SPOKEN_FAMILIES for trigger in done):
        return []
    if not any(phrase.kind in ("day", "weekday", "relative", "range") for phrase in sentence_events.dates):
        return []
    words = sentence_events.annotated.sentence.words
    aside = [
        trigger
        for trigger in sentence_events.triggers
        if trigger.state == "background"
        and trigger.code.family in VIOLENT
        and words[max(0, trigger.low - 1)] in _WHERE
        and "had" not in words[trigger.low : trigger.first]
        and not _stands_apart(trigger, sentence_events)
    ]
    return [replace(trigger, state="done") for trigger in aside]


def _as_attempt(trigger: Trigger, lexicon: Lexicon) -> Trigger:
    """An attempt to take a place is a fight for it: a raid on a post, else a clash. Never a capture."""
    return replace(trigger, code=lexicon.codes["raid" if trigger.object_class == "post" else "attack"])


def _stands_apart(trigger: Trigger, sentence_events: SentenceEvents) -> bool:
    """ "ten days after securing B": an earlier transfer with a place and a day of its own."""
    if _dated_aside(trigger, sentence_events):
        return True
    if trigger.code.code not in TRANSFER_ACTS:
        return False
    here = inside(sentence_events.annotated.localities, trigger.first, trigger.high)
    held = trigger.object_class in ("post", "garrison", "territory", "place", "village")
    if (here or held) and any(date_phrase.kind == "after" for date_phrase in sentence_events.dates):
        return True
    sentence = sentence_events.annotated.sentence
    words = sentence.words[max(0, trigger.low - 3) : trigger.low]
    low, high = sentence.span(trigger.low, trigger.high)
    own = any(
        low <= date_phrase.start < high and date_phrase.kind in ("day", "weekday", "relative")
        for date_phrase in sentence_events.dates
    )
    place = here or inside(sentence_events.annotated.localities, max(0, trigger.low - 14), trigger.low)
    return bool(place) and ((own and "which" in words) or words[-3:] == ("day", "on", "which"))


def _dated_aside(trigger: Trigger, sentence_events: SentenceEvents) -> bool:
    """ "the bridge, which was blown up on 29 September", "after the camp had fallen on Monday": an aside with a day of its own."""
    if trigger.code.family not in _TOLD_ASIDE:
        return False
    words = sentence_events.annotated.sentence.words
    if {"since", "until"} & set(words[max(0, trigger.low - 1) : trigger.low + 1]):
        return False
    by_whom = trigger.agent is not None and trigger.end <= trigger.agent.first
    if set(words[max(0, trigger.first - 2) : trigger.first]) & _BEFORE_NOUNS and not by_whom:
        return False  # "condemned the attack of Tuesday", "after the surrender of the battalion on Saturday"
    return bool(own_days(trigger, sentence_events))


def _fits(group: Sequence[Trigger], trigger: Trigger, sentence_events: SentenceEvents) -> bool:
    main = max(group, key=lambda member: member.code.rank)
    if (known := _of_its_kind(group, main, trigger, sentence_events)) is not None:
        return known
    families = {main.code.family, trigger.code.family}
    if not families & (MINOR | SPOKEN_FAMILIES) and (
        _on_other_days(main, trigger, sentence_events) or _dated_before(main, trigger, sentence_events)
    ):
        return False
    if "killing" in (main.code.code, trigger.code.code) and families <= VIOLENT:
        return not (apart(main, trigger) and own_place(main, trigger, sentence_events))
    if families & MINOR:
        return not (families == {"statement"} and apart(main, trigger))
    aimed = [
        member
        for member in (main, trigger)
        if member.code.family == "armed" and member.object_class in ("post", "territory", "place")
    ]
    if families == {"armed", "remote"} and aimed and apart(main, trigger):
        return False  # "jets bombed A as the KNLA attacked a camp": each side does its own
    if {main.code.code, trigger.code.code} <= _TAKEN and own_place(main, trigger, sentence_events):
        return False  # two towns taken in two clauses
    return _is_one_sort(main, trigger, families, sentence_events)


def _of_its_kind(
    group: Sequence[Trigger], main: Trigger, trigger: Trigger, sentence_events: SentenceEvents
) -> bool | None:
    """Whether a trigger fits where its own kind says so; None for all others."""
    if trigger.echo:  # "three were killed when it was the turn of Kutkai": the dead of that strike
        return trigger.code.family == "remote" and all(member.code.code in _RESULTS for member in group)
    if are_parted(group, main, trigger, sentence_events):
        return False
    if {main.code.code, trigger.code.code} == {"withdrawal"} and _goes_to(trigger, sentence_events):
        return not apart(main, trigger)  # "abandoned three camps and retreated to Loikaw"
    return None


def _goes_to(trigger: Trigger, sentence_events: SentenceEvents) -> bool:
    """Whether a leaving only says where to: "and retreated to Loikaw"."""
    words = sentence_events.annotated.sentence.words
    return words[trigger.end - 1] in ("to", "into", "towards") or words[trigger.end : trigger.end + 1] in (
        ("to",),
        ("into",),
        ("towards",),
    )


def _is_one_sort(main: Trigger, trigger: Trigger, families: set[str], sentence_events: SentenceEvents) -> bool:
    """Whether two actions are of kinds that go together: a fight and its air strikes, a protest and what was done to it."""
    if main.code.family == trigger.code.family or families in (
        {"armed", "remote"},
        {"remote", "civil"},
        {"armed", "civil"},
        {"protest", "civil"},
    ):
        return not _turned(main, trigger) and not (own_place(main, trigger, sentence_events) and apart(main, trigger))
    if families & SPOKEN_FAMILIES and families <= SPOKEN_FAMILIES | {"justice", "protest"}:
        return True
    return families in (
        {"holding", "armed"},
        {"armed", "blockade"},
        {"civil", "justice"},
        {"armed", "talks"},
    ) and not apart(main, trigger)


_TAKEN = CHANGED_HANDS | {"withdrawal"}
_RESULTS = frozenset({"killing", "arson", "destruction"})  # what a strike leads to
_PLAIN = frozenset({"say", "says", "said", "tell", "tells", "told", "urges", "adds", "added"})
_FORMAL = frozenset({"statement", "conference", "press", "letter", "address", "speech", "communique", "briefing"})
_WHERE = frozenset({"where", "who", "which", "when"})
_BEFORE_NOUNS = frozenset(
    {
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "of",
        "its",
        "their",
        "his",
        "any",
        "such",
        "from",
        "for",
        "by",
    }
)
_TOLD_ASIDE = frozenset({"armed", "remote", "civil", "transfer", "accord", "protest", "statement", "talks"})


def _on_other_days(trigger: Trigger, two: Trigger, sentence_events: SentenceEvents) -> bool:
    """ "given up on January 25 and won back on February 4": each with a day of its own, behind its verb."""
    days = [
        {phrase.first for phrase in own_days(each, sentence_events) if _behind_verb(each, phrase, sentence_events)}
        for each in (trigger, two)
    ]
    first = 0 if trigger.first < two.first else 1
    days[first] = days[first] or _leading_days((trigger, two)[first], sentence_events)
    return bool(days[0] and days[1] and not days[0] & days[1])


def _leading_days(trigger: Trigger, sentence_events: SentenceEvents) -> set[date]:
    """ "On August 3 they attacked a camp and captured it the next day": the day that opens the sentence is the first verb's."""
    sentence = sentence_events.annotated.sentence
    if any(each.first < trigger.first for each in sentence_events.triggers):
        return set()
    before = [
        phrase
        for phrase in sentence_events.dates
        if phrase.kind in _DAYS and phrase.end <= sentence.starts[trigger.first]
    ]
    return {before[0].first} if len(before) == 1 and before[0].start - sentence.start <= _OPENING else set()


_OPENING = 12  # characters before a day that opens its sentence: "On ", "Early on "


def _dated_before(trigger: Trigger, two: Trigger, sentence_events: SentenceEvents) -> bool:
    """ "opened an assault on 4 December and, by 13 December, had taken the base": a day between two verbs that is the second's."""
    sentence = sentence_events.annotated.sentence
    if two.first < trigger.first:
        trigger, two = two, trigger
    low, high = sentence.ends[trigger.end - 1], sentence.starts[two.first]
    between = [
        phrase
        for phrase in sentence_events.dates
        if low <= phrase.start and phrase.end <= high and phrase.kind in _DAYS
    ]
    if len(between) < 2:
        return False
    gap = sentence.text[between[0].end - sentence.start : between[-1].start - sentence.start]
    return between[0].first != between[-1].first and (" and" in gap or ";" in gap)


_DAYS = ("day", "weekday", "relative", "until")


def _behind_verb(trigger: Trigger, phrase: DatePhrase, sentence_events: SentenceEvents) -> bool:
    return phrase.start >= sentence_events.annotated.sentence.ends[trigger.end - 1]


def apart(trigger: Trigger, two: Trigger) -> bool:
    """Test whether two triggers have agents that differ."""
    return trigger.agent is not None and two.agent is not None and not set(trigger.agent.ids) & set(two.agent.ids)


def _turned(trigger: Trigger, two: Trigger) -> bool:
    """A capture and its reversal: two events even at one place."""
    return (
        trigger.code.code != two.code.code
        and {trigger.code.code, two.code.code} >= {"recapture"}
        and apart(trigger, two)
    )


def share_localities(sentence_events: SentenceEvents, groups: Sequence[Sequence[Trigger]]) -> list[list[Locality]]:
    """Return assign each place of a sentence to the event in whose clause it stands, else to the nearest."""
    if len(groups) == 1:
        every = list(sentence_events.annotated.localities)
        own = [place for place in every if not _in_other_clause(place, groups[0], sentence_events)]
        return [own or every]
    shares: list[list[Locality]] = [[] for _ in groups]
    for locality in sentence_events.annotated.localities:
        near = [min(_distance(trigger, locality) for trigger in group) for group in groups]
        if near:
            shares[near.index(min(near))].append(locality)
    if shares and not shares[0] and len(groups) > 1:
        shares[0] = list(shares[1])
    return [
        share or (list(shares[0]) if _same_place(sentence_events, group) else [])
        for share, group in zip(shares, groups, strict=True)
    ]


def _in_other_clause(place: Locality, group: Sequence[Trigger], sentence_events: SentenceEvents) -> bool:
    """A place of an aside: "soldiers, who had been staying at A, entered B", "left B, as security was stepped up in A"."""
    words = sentence_events.annotated.sentence.words
    first = min(trigger.first for trigger in group)
    last = max(trigger.end for trigger in group)
    if place.first > last:
        between = words[last : place.first]
        return any(between[at] in ("as", "while") and between[at - 1] == "," for at in range(1, len(between)))
    if place.first > first:
        return False
    for at in range(place.first - 1, 0, -1):
        if words[at] in ("who", "which", "whose") and words[at - 1] == ",":
            inside = any(at <= trigger.first and trigger.end <= place.first for trigger in group)
            return "," in words[place.end : first] and not inside
        if words[at] == ",":
            return False
    return False


def _same_place(sentence_events: SentenceEvents, group: Sequence[Trigger]) -> bool:
    return any(trigger.code.code in TRANSFER_ACTS or trigger.code.family in ("armed", "transfer") for trigger in group)


def _distance(trigger: Trigger, locality: Locality) -> tuple[int, int, int]:
    """How far a place is from an action: inside its clause or not, how wide that is (a relative clause is narrower than the one around it), tokens between."""
    apart = min(abs(first_of(locality) - trigger.end), abs(trigger.first - locality.names[0].end))
    if trigger.low <= first_of(locality) < trigger.high:
        return 0, trigger.high - trigger.low, apart
    return 1, 0, apart
