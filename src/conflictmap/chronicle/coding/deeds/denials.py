"""What somebody says did not happen: by a verb of denial, by a pronoun ("denied this"), or as an aside ("a charge the group denied").
Nothing here finds who denies it; `attribution` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from conflictmap.chronicle.coding.event_mentions import TRANSFER_ACTS, VIOLENT, EventMention, SentenceEvents
from conflictmap.chronicle.extraction.actors import ActorSpan
from conflictmap.chronicle.extraction.triggers import Trigger
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

DENIABLE = VIOLENT | {"movement", "accord", "justice", "flight", "blockade", "holding", "service"}
_POINTING = frozenset({
    "this", "it", "these", "those", "them", "the", "report", "reports", "claim", "claims", "accusation", "accusations", "allegation", "allegations",
    "charge", "charges", "involvement", "responsibility", "any", "such", "having",
})  # fmt: skip
_WORDS = ("rumour", "rumor", "claim", "report", "allegation", "accusation", "charge", "suggestion", "assertion")
_FALSE = frozenset({"propaganda", "false", "fabrication", "fabrications", "fake", "untrue", "baseless", "lies", "nonsense", "rumour", "rumours", "rumors",
                    "fabricated", "groundless", "misinformation", "disinformation", "invention"})  # fmt: skip
_BROAD = (
    "reject",
    "dismiss",
    "disput",
)  # verbs that have other objects too: "rejected the offer", "dismissed the commander"
_TURNS = frozenset(
    {
        "but",
        "saying",
        "adding",
        "insisting",
        "claiming",
        "instead",
        ";",
        ":",
        "whereas",
        "stressing",
        "asserting",
        "arguing",
        "maintaining",
        "blaming",
    }
)
_REACH = 7  # tokens behind a verb of denial in which its object begins
_PRONOUNS = frozenset({"this", "it", "that", "these", "those", "them"})
_BE = frozenset({"was", "were", "been", "is", "are", "be"})


def is_denial(sentence_events: SentenceEvents, last: EventMention) -> bool:
    """Test whether a party denies what was told before: the same action once more, with mode `denied`."""
    modes = _denying(sentence_events)
    if not modes or last.denied:
        return False
    if last.main.code.code in TRANSFER_ACTS:
        return True
    words, end = sentence_events.annotated.sentence.words, modes[0].end
    stop = version_at(sentence_events)
    violent = any(trigger.code.family in VIOLENT and trigger.first < stop for trigger in sentence_events.triggers)
    points = (
        end - modes[0].first > 1 or bool(set(words[end : end + 4]) & _POINTING) or _shares_noun(words[end:stop], last)
    )
    return last.main.code.family in VIOLENT and not violent and points


def version_at(sentence_events: SentenceEvents) -> int:
    """The token at which who denies something goes on with another version, "saying that ..."; the sentence's end where none does."""
    words = sentence_events.annotated.sentence.words
    modes = _denying(sentence_events)
    low = modes[0].end if modes else 0
    return next((at for at in range(low, len(words)) if words[at] in _TURNS), len(words))


def _shares_noun(words: Sequence[str], last: EventMention) -> bool:
    """Whether what is denied names what was told: "bombs on a wedding ... denied that a wedding had been hit"."""
    if "that" not in words:
        return False
    told = {word for each in last.sentences for word in each.annotated.sentence.words if len(word) >= _LONG}
    return bool(told & {word for word in words if len(word) >= _LONG} - _PLAIN)


_LONG = 5  # letters of a word that can name a thing
_PLAIN = frozenset({"there", "their", "which", "these", "those", "about", "after", "before", "where", "forces", "troops", "military", "spokesman", "spokesperson",
                    "group", "while", "other", "under", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})  # fmt: skip


def _denying(sentence_events: SentenceEvents) -> list[PhraseMatch]:
    """The words of a sentence that deny something; "dismissed the commander", "rejected the offer" are none."""
    modes = [mode for mode in sentence_events.annotated.phrases.get("mode", ()) if mode.payload[0] == "denies"]
    words = sentence_events.annotated.sentence.words
    return [mode for mode in modes if _denies(words, mode)] or _called_false(words)


def _called_false(words: Sequence[str]) -> list[PhraseMatch]:
    """ "called the reports of an attack on the school fabricated": the verb, with what it bears on as its payload's reach."""
    if _CALLS.isdisjoint(words):
        return []
    for at, word in enumerate(words):
        if word not in _CALLS or not any(each.startswith(_WORDS) for each in words[at + 1 : at + 4]):
            continue
        if any(each in _FALSE for each in words[at + 1 :]):
            return [PhraseMatch(at, at + 1, ["denies"])]
    return []


_CALLS = frozenset(
    {
        "called",
        "calls",
        "calling",
        "branded",
        "brands",
        "labelled",
        "labeled",
        "labels",
        "described",
        "describes",
        "termed",
    }
)


def _denies(words: Sequence[str], mode: PhraseMatch) -> bool:
    if mode.end - mode.first > 1 or not words[mode.first].startswith(_BROAD):
        return True
    behind = words[mode.end : mode.end + _REACH]
    if behind[:1] and behind[0] in _PRONOUNS:
        return True
    about = any(word.startswith(_WORDS) for word in behind) or "that" in behind
    passive = bool(_BE & set(words[max(0, mode.first - 2) : mode.first]))
    told = any(word.startswith(_WORDS) for word in words[: mode.first])
    return about or bool(_FALSE & set(words[mode.end : mode.end + 2 * _REACH])) or (passive and told)


def is_rumour(sentence_events: SentenceEvents) -> bool:
    """Test for the word of nobody who is named: "It has been said on social media that ...", "Malicious media reported that ..."."""
    words = sentence_events.annotated.sentence.words
    return bool(set(pairwise(words)) & _RUMOURS) or bool(_RUMOUR_WORDS & set(words))


_RUMOUR_WORDS = frozenset(
    {
        "rumour",
        "rumours",
        "rumor",
        "rumors",
        "channel",
        "channels",
        "pro-junta",
        "pro-military",
        "pro-regime",
        "lobbyists",
        "lobbies",
    }
)
_RUMOURS = frozenset({
    ("social", "media"), ("malicious", "media"), ("been", "said"), ("put", "about"), ("fabricated", "reports"), ("false", "reports"), ("some", "media"),
    ("malicious", "reports"), ("some", "outlets"), ("pro", "junta"),
})  # fmt: skip


def denied_in(sentence_events: SentenceEvents) -> dict[int, bool]:
    """Find the actions that a sentence itself denies, by their first token; True where a party claims them in it first.

    "denied that its men had burned homes", "a report that the base had been lost was rejected", "were shot, a charge the group denied".
    """
    words = sentence_events.annotated.sentence.words
    found: dict[int, bool] = {}
    for mode in _denying(sentence_events):
        low, high = _scope(words, mode)
        claimed = high <= mode.first and _is_claimed(sentence_events, mode)
        for trigger in sentence_events.triggers:
            if low <= trigger.first < high and _may_be_denied(trigger, words, mode):
                found[trigger.first] = claimed
    return found


def _may_be_denied(trigger: Trigger, words: Sequence[str], mode: PhraseMatch) -> bool:
    if trigger.code.family not in DENIABLE or trigger.state == "background":
        return False
    if trigger.code.family in VIOLENT or trigger.first < mode.first:
        return True
    between = words[mode.end : trigger.first]
    return "that" in between or any(word.startswith(_WORDS) or word == "having" for word in between)


def _scope(words: Sequence[str], mode: PhraseMatch) -> tuple[int, int]:
    """The tokens (half-open) that a denial bears on: behind it up to another thought, or before it where it points back."""
    stop = next((at for at in range(mode.end, len(words)) if words[at] in _TURNS), len(words))
    before = words[: mode.first]
    told = any(word.startswith(_WORDS) for word in before)
    if mode.end - mode.first > 1 and (
        told or before[:1] == ("that",)
    ):  # "rumours that B had fallen were false", "That A fell is not true"
        return 0, mode.first
    if mode.end - mode.first > 1:
        return 0, 0
    passive = bool(_BE & set(words[max(0, mode.first - 2) : mode.first]))
    if passive and told:
        return 0, mode.first
    pointed = (
        words[mode.end : mode.end + 1]
        and words[mode.end] in _PRONOUNS
        and words[mode.end + 1 : mode.end + 2] != ("its",)
    )
    claimed = pointed or (
        words[mode.end : mode.end + 2][-1:]
        and words[mode.end : mode.end + 1] == ("the",)
        and words[mode.end + 1].startswith(_WORDS)
    )
    if (
        claimed
        and (told or ("but" in before or "while" in before or "although" in before))
        and not _opens_clause(words, mode.end)
    ):
        return 0, mode.first
    comma = max((at for at in range(mode.first) if words[at] == ","), default=-1)
    if (
        comma >= 0
        and any(word.startswith(_WORDS) for word in words[comma + 1 : comma + 4])
        and words[comma + 1] in ("a", "an", "the", "which", "something")
    ):
        return 0, comma  # "were shot, a charge the group denied"
    return mode.end, stop


def _opens_clause(words: Sequence[str], at: int) -> bool:
    """Whether a "that" or "the claim" behind the verb goes on with what is denied: "denied that its men", "rejected the claim that"."""
    if words[at] == "that":
        return at + 1 < len(words) and words[at + 1] not in (
            ",",
            ".",
            ";",
            "at",
            "on",
            "as",
            "and",
            "claim",
            "report",
            "charge",
            "in",
        )
    return words[at] == "the" and "that" in words[at + 1 : at + 5]


def _is_claimed(sentence_events: SentenceEvents, mode: PhraseMatch) -> bool:
    """Whether a party that is named claims first what is denied: "The army says it took A, but the KNDF denied this"."""
    words = sentence_events.annotated.sentence.words
    if is_rumour(sentence_events) or words[:1] == ("that",):
        return False
    says = [
        each
        for each in sentence_events.annotated.phrases.get("mode", ())
        if each.payload[0] == "says"
        and each.end <= mode.first
        and words[each.first - 1] not in ("'s", "the", "a", "any")
    ]
    return any(
        any(span.end <= each.first <= span.end + 4 for span in sentence_events.annotated.actors) for each in says
    ) and not any(word.startswith(_WORDS[:3]) and word.endswith("s") for word in words[:2])


def _alike(one: EventMention, other: EventMention) -> bool:
    """Whether two actions can be one: the same code, or both from afar ("bombs fell", "denied that it had been hit")."""
    return one.main.code.code == other.main.code.code or one.main.code.family == other.main.code.family == "remote"


def is_laid_to_denier(sentence_events: SentenceEvents, last: EventMention) -> bool:
    """ "A bridge was blown up. The army accused the TNLA, which denied it": whether nobody but an accuser says who did what is denied."""
    words = sentence_events.annotated.sentence.words
    return last.main.agent is None and any(word.startswith(("accus", "blam", "alleg", "charg")) for word in words)


def denies_earlier(sentence_events: SentenceEvents, told: EventMention) -> bool:
    """Whether a paragraph opens with a denial of what the one before told: "told reporters the claim was not true", "has denied this"."""
    modes = _denying(sentence_events)
    if not modes or told.denied or told.main.code.family not in VIOLENT or denied_in(sentence_events):
        return False
    words = sentence_events.annotated.sentence.words
    if any(
        trigger.code.family in VIOLENT and trigger.first < version_at(sentence_events)
        for trigger in sentence_events.triggers
    ):
        return False
    behind = words[modes[0].end : modes[0].end + _REACH]
    pointed = bool(behind) and behind[0] in _PRONOUNS and not _opens_clause(words, modes[0].end)
    noun = (*words[max(0, modes[0].first - 4) : modes[0].first], *behind[:3])
    return pointed or any(
        word.startswith(_WORDS) and word not in ("reported", "reporters", "claimed", "charged") for word in noun
    )


def denial_of_earlier(sentence_events: SentenceEvents, told: EventMention) -> EventMention:
    """Deny an event of another paragraph, shown at the words that deny it."""
    sentence = sentence_events.annotated.sentence
    mode = _denying(sentence_events)[0]

    def shown(span: ActorSpan | None) -> ActorSpan | None:
        return replace(span, first=mode.first, end=mode.end) if span is not None else None

    main = replace(
        told.main, first=mode.first, end=mode.end, low=0, high=len(sentence.words), object_tokens=(0, 0),
        agent=shown(told.main.agent), patient=shown(told.main.patient),
    )  # fmt: skip
    days = [day for day in (told.day, *told.sentence_events.dates) if day is not None and day.kind in _DAYS]
    day = replace(days[0], start=sentence.starts[mode.first], end=sentence.ends[mode.end - 1]) if days else None
    return EventMention(
        main, sentence_events, (main,), (sentence_events,), told.localities,
        denied=True, inherited=True, day=day, source_sentence=sentence_events,
    )  # fmt: skip


_DAYS = ("day", "weekday", "relative")


def denial_of(new: EventMention, out: Sequence[EventMention]) -> EventMention:
    """Make a denial of what the paragraph told before ("The military has denied bombing A"), where the sentence has no day of its own."""
    shown = new.sentence_events
    if any(mode.first > new.main.first for mode in _denying(shown)):
        new = replace(new, source_sentence=shown)  # who denies it behind its verb is not who is said to have done it
    if not shown.dates:
        same = [each for each in reversed(out) if _alike(each, new) and not each.denied]
        told = next((each for each in same if each.keys & new.keys), None)
        if told is not None and new.main.code.family == "remote":
            return replace(told, denied=True, source_sentence=shown, sentences=(shown,), tolls=())
        if same and not new.localities:
            return replace(same[0], denied=True, source_sentence=shown, sentences=(shown,), tolls=())
    if out and not new.localities and not shown.annotated.localities:
        places = next((each.localities for each in reversed(out) if each.localities), ())
        new = replace(new, localities=places, inherited=bool(places))
    return replace(new, denied=True, tolls=())
