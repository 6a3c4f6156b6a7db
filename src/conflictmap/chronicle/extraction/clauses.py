"""The grammar of one clause, by words alone: where it begins and ends, its voice, what its verb is done to.
No parser and no model: a model of the language would be a download, and blank ones know no subjects."""

from __future__ import annotations

from collections.abc import Sequence

from conflictmap.chronicle.extraction.actors import ActorSpan
from conflictmap.chronicle.extraction.grammar.actor_lists import list_from
from conflictmap.chronicle.extraction.grammar.subjects import HOLDING, held_by, is_source, subjects_in
from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch
from conflictmap.chronicle.language.tokens import Sentence

BREAKS = frozenset({
    "that", "when", "while", "where", "after", "before", "which", "who", "whose", "but", "although", "though",
    "because", "whereas", "since", "until", "as",
})  # fmt: skip


_PREPOSED = frozenset({
    "before", "after", "despite", "following", "amid", "ahead", "since", "until", "during", "under", "because", "unlike", "as", "with", "according", "alongside",
})  # fmt: skip
_TIMES = frozenset({"after", "before", "since", "until", "as"})
_BY_REACH = 12  # tokens from a passive to its "by", and from "by" to the first actor: "by the joint forces of ..."
_ATTACKS = frozenset({"attack", "attacks", "assault", "assaults", "raid", "raids", "offensive", "strike", "strikes"})
_RELATIVE_LINKS = frozenset({"from", "in", "to", "of", "at", "on", "for", "by", "with"})  # ", from where"
_DEFINING = frozenset({"who", "which", "that"})
_HELPERS = frozenset({"had", "has", "have", "was", "were", "is", "are", "been"})
_SHORTEST_OWN = 2  # words of a relative clause that begins with its verb
_SHORTEST_CLAUSE = 4  # words of a relative clause with its verb
_RELATIVE = frozenset({"which", "who", "whose", "where"})
_LONGEST_RELATIVE = 40  # tokens of a relative clause that is stepped over
_ANTECEDENT_REACH = 4  # tokens between a name and the "who" that stands for it: "soldiers in the camp who"


def clause_start(sentence: Sentence, first: int, last_end: int) -> int:
    """Find the token at which the clause of a verb begins; a relative clause that a comma closed is stepped over."""
    words = sentence.words
    opened = _closed_relative(words, first)
    if opened is not None:
        return clause_start(sentence, opened, last_end if last_end <= opened else 0)
    at = first - 1
    while at >= 0 and (at >= last_end or "," in words[at:first]):
        comma = at - 2 if at > 1 and words[at - 1] in _RELATIVE_LINKS else at - 1
        if words[at] in _RELATIVE and at and words[comma] == "," and _closed(words[at + 1 : first]):
            at = comma - 1
            last_end = min(last_end, at)
            continue
        if at < last_end:
            break
        if words[at] in _DEFINING and at and _has_finished(words[at + 1 : first]):
            at -= 1
            last_end = min(last_end, at)
            continue
        breaks = words[at] in BREAKS and not (
            words[at] == "since" and words[at - 1] in _HELPERS
        )  # "has since been retaken"
        if breaks or words[at] in (";", ":", "–", "—"):
            relative = words[at] in _TIMES and at > 1 and words[at - 1] in ("which", "who")
            return at if relative else at + 1  # ", which after a battle of two weeks took A"
        at -= 1
    between = sentence.words[last_end:first]
    if last_end and "and" in between:
        return last_end + _joint(sentence, last_end, first) + 1
    opens = last_end or words[0] == "according"
    return _behind_comma(sentence, last_end, first) if opens and "," in between else last_end


def _behind_comma(sentence: Sentence, last_end: int, first: int) -> int:
    """ "As the TNLA attacked a base, | two people were killed": where a verb's own subject begins behind the comma that ends the clause before."""
    words = sentence.words
    comma = max(at for at in range(last_end, first) if words[at] == ",")
    subject = [word for word in words[comma + 1 : first] if word not in _HELPERS and not word.endswith("ly")]
    fronted = words[0] in _FRONTED or bool({";", "."} & set(words[:comma]))
    return comma + 1 if fronted and len(subject) > 1 and subject[0] not in _NO_SUBJECTS else last_end


_FRONTED = frozenset(
    {"according", "as", "when", "while", "after", "before", "since", "once", "although", "though", "because", "if"}
)
_NO_SUBJECTS = frozenset(
    {
        "and",
        "but",
        "who",
        "which",
        "whose",
        "where",
        "then",
        "with",
        "including",
        "as",
        "after",
        "before",
        "when",
        "while",
        "from",
        "in",
        "on",
        "at",
    }
)


def _joint(sentence: Sentence, last_end: int, first: int) -> int:
    """Where the "and" stands, counted from the verb before, that joins a verb to it: "by soldiers and militiamen | and later beheaded"."""
    between = sentence.words[last_end:first]
    final = len(between) - 1 - between[::-1].index("and")
    alone = all(raw.islower() for raw in sentence.raw[last_end + final : first]) and "the" not in between[final:]
    return final if alone and "by" in between[:final] else between.index("and")


def _closed_relative(words: Sequence[str], first: int) -> int | None:
    """The comma before a relative clause that another comma closed before a verb: "the AA, which took A on 2 May, is now fighting"."""
    for at in range(first - 1, max(0, first - _LONGEST_RELATIVE), -1):
        if words[at] == ";":
            return None
        if words[at] in _RELATIVE and words[at - 1] == "," and _closed(words[at + 1 : first]):
            return at - 1
    return None


def _has_finished(inside: Sequence[str]) -> bool:
    """Whether a relative clause without commas has its own verb, so that the verb behind is the main one.

    "who had been dropped near A on 1 March | arrested", "that the army had held for years was | abandoned".
    """
    if (
        len(inside) >= _SHORTEST_OWN
        and inside[0].endswith("ed")
        and inside[-1] not in ("and", "or", ",")
        and "," not in inside
    ):
        return True  # "the command that supervised them all | fell"
    helpers = [at for at, word in enumerate(inside) if word in _HELPERS]
    if not helpers or len(inside) < _SHORTEST_CLAUSE or inside[-1] in ("and", "or", ","):
        return False
    if helpers[-1] == len(inside) - 1 or inside[-1].endswith("ly"):
        return len(helpers) > 1 and helpers[-1] - helpers[0] > 1 and helpers[-1] > helpers[-2] + 1
    return helpers[0] == 0 and inside[-1] not in _HELPERS


def _closed(inside: Sequence[str]) -> bool:
    """Whether a comma ends a relative clause before the main verb, with nothing but that verb's helpers behind it."""
    if "," not in inside:
        return False
    last = len(inside) - 1 - list(inside)[::-1].index(",")
    return last >= 2 and len(inside) - last <= 5 and not any(word in BREAKS for word in inside[last:])


def clause_end(sentence: Sentence, end: int, next_first: int | None) -> int:
    stop = next_first if next_first is not None else len(sentence.words)
    for at in range(end, stop):
        if sentence.words[at] in BREAKS or sentence.words[at] in (";", "–", "—"):
            return at
    return stop


def parties_in(
    annotated: AnnotatedSentence, match: PhraseMatch, clause: tuple[int, int], passive: bool
) -> tuple[ActorSpan | None, ActorSpan | None]:
    low, high = clause
    if passive or _is_means(annotated, match):
        return by_agent(annotated, match.end, high), _done_to(annotated, low, match.first)
    if _aims_noun(annotated, match):  # "the attack on Battalion 269": who stands behind "on" is attacked
        return _before(annotated, low, match.first), named_behind(annotated, match.first, high, ())
    agent = _behind(annotated, match.end, min(high, match.end + 5), ("by",), 3)
    agent = None if agent is not None and held_by(annotated.sentence.words, agent.first) else agent
    agent = by_agent(annotated, match.end, high) if agent is not None else None  # with those listed behind it
    if _between(annotated, match, high):
        pair = [span for span in annotated.actors if match.end <= span.first < high]
        if len(pair) > 1:  # "between the army and the joint forces of the KA and the KNDF"
            return pair[0], list_from(pair[1:], annotated.sentence.words)
        return (pair[0] if pair else None), None
    named = any(
        span.first <= match.first < span.end for span in annotated.actors
    )  # "the air force bombed": the phrase has its subject
    subject = _before(annotated, low, match.end if named else match.first)
    agent = agent or subject
    skip = (agent.first,) if agent else ()
    inside = [span for span in annotated.actors if match.first < span.first < match.end and span is not agent]
    if inside and agent is not None and agent.end <= match.first:
        return agent, inside[0]  # "shot two AA policemen dead"
    return agent, named_behind(annotated, match.end, high, skip)


def antecedent_actor(annotated: AnnotatedSentence, low: int) -> ActorSpan | None:
    """Find the actors that the relative pronoun before token `low` stands for: "soldiers who pulled out", "the KNDF, which entered"."""
    words = annotated.sentence.words
    if not low or words[low - 1] not in _DEFINING:
        return None
    reach = 0 if words[low - 1] == "that" else _ANTECEDENT_REACH
    inside = [span for span in annotated.actors if span.end <= low - 1]
    if not inside or low - 1 - inside[-1].end > reach:
        return None
    between = words[inside[-1].end : low - 1]
    return None if any(word in BREAKS or word in _HELPERS or word == ";" for word in between) else inside[-1]


def by_agent(annotated: AnnotatedSentence, first: int, high: int) -> ActorSpan | None:
    """Find the agent of a passive: the first actors behind "by", with no clause or comma between."""
    words = annotated.sentence.words
    links = ("by", "from") if words[first - 1] in ("fire", "attack") else ("by",)
    reach = range(first, min(high, first + _BY_REACH))
    at = next((at for at in reach if words[at] in links and (at == first or words[at - 1] not in HOLDING)), None)
    if at is None:
        return None
    inside = [span for span in annotated.actors if at < span.first < high]
    if (
        not inside
        or inside[0].first > at + _BY_REACH
        or any(word in BREAKS or word in (",", ";") for word in words[at + 1 : inside[0].first])
    ):
        return None
    return list_from(inside, words)


def _aims_noun(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    words = annotated.sentence.words[match.first : match.end]
    before = annotated.sentence.words[match.first - 1 : match.first]
    return words[0] in _ATTACKS and bool({"on", "against"} & set(words)) and before in (("the",), ("an",), ("this",))


def _is_means(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """ "the convoy was hit by land mines": what stands before is what was hit."""
    words = annotated.sentence.words[max(0, match.first - 2) : match.first]
    return "by" in words and not annotated.sentence.words[match.first].endswith("ing")  # "joined in by attacking": how


def _between(annotated: AnnotatedSentence, match: PhraseMatch, high: int) -> bool:
    """ "Clashes between A and B", "clashes broke out between A and B"; not "the road between the towns C and D"."""
    for at in range(match.end, min(high, match.end + 4)):
        if annotated.sentence.words[at] == "between":
            return any(at < span.first <= at + 4 for span in annotated.actors)
    return False


def _before(annotated: AnnotatedSentence, low: int, high: int) -> ActorSpan | None:
    """The actors that open the clause, those of one list together: "the KNDF, KNPLF and PDF"."""
    inside = subjects_in(annotated, low, high)
    if not inside:
        return None
    words = annotated.sentence.words
    start = 0
    while (
        start < len(inside) - 1
        and inside[start].first
        and words[inside[start].first - 1] in ("against", "with", "at", "on", "near")
    ):
        start += 1
    while start < len(inside) - 1 and _is_preposed(words, low, inside[start], inside[start + 1]):
        start += 1
    return list_from(inside[start:], words)


def _done_to(annotated: AnnotatedSentence, low: int, high: int) -> ActorSpan | None:
    """The subject of a passive; never those behind a "by" before it: "Attack on the post by the KNLA, post taken"."""
    subject = _before(annotated, low, high)
    if subject is None:
        return None
    words = annotated.sentence.words
    return None if "by" in words[max(0, subject.first - 2) : subject.first] or "by" in words[low - 1 : low] else subject


def _is_preposed(words: Sequence[str], low: int, span: ActorSpan, following: ActorSpan) -> bool:
    """ "Before the army's re-entry, the TNLA set fire to": whether a comma parts the subject from whom its clause opens with."""
    begin = max(low - 1, 0)
    comma = max((at for at in range(begin, span.first) if words[at] == ","), default=begin)
    opens = bool(
        _PREPOSED & set(words[comma : span.first])
    )  # a phrase that a comma closed before it is none of its own
    return opens and "," in words[span.end : following.first] and "and" not in words[span.end : following.first]


def _behind(annotated: AnnotatedSentence, low: int, high: int, links: Sequence[str], reach: int) -> ActorSpan | None:
    """The actors behind one of the words `links`, with at most `reach` words between."""
    words = annotated.sentence.words
    inside = [span for span in annotated.actors if low <= span.first < high]
    for number, span in enumerate(inside):
        if any(word in links for word in words[max(low, span.first - reach) : span.first]):
            return list_from(inside[number:], words)
    return None


def named_behind(annotated: AnnotatedSentence, low: int, high: int, skip: Sequence[int]) -> ActorSpan | None:
    inside = [
        span
        for span in annotated.actors
        if low <= span.first < high and span.first not in skip and not is_source(annotated, span)
    ]
    return list_from(inside, annotated.sentence.words) if inside else None
