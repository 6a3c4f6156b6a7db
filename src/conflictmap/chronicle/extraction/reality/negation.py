"""What a sentence says did not happen: "the town has not fallen", "said the school was not attacked".
Nothing here reads a verb of denial; `coding.deeds.denials` does.
"""

from __future__ import annotations

from itertools import pairwise

from conflictmap.chronicle.extraction.sentences import AnnotatedSentence
from conflictmap.chronicle.language.lexicon import Code
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

_VIOLENT = frozenset({"remote", "civil", "armed"})


def is_denied(annotated: AnnotatedSentence, match: PhraseMatch, code: Code) -> bool:
    """ "The camp had not been lost", "the town has not fallen": somebody says that a place did not change hands."""
    words = annotated.sentence.words[max(0, match.first - 4) : match.first]
    if code.code not in ("capture", "fallen", "lost", "recapture"):
        return code.family in _VIOLENT and _is_disowned(annotated, match)
    if "not" not in words:
        return False
    helpers = words[: words.index("not")]
    behind = words[words.index("not") + 1 :]
    finite = helpers[-1:] in (("has",), ("had",), ("have",), ("was",), ("were",)) and not {
        "yet",
        "able",
        "fully",
    } & set(behind)
    return finite and (code.code == "fallen" or "been" in behind or helpers[-1:] in (("was",), ("were",)))


def _is_disowned(annotated: AnnotatedSentence, match: PhraseMatch) -> bool:
    """ "claimed that the school had not been attacked", "said it never shelled the village": a party says what did not happen."""
    words = annotated.sentence.words
    said = [mode for mode in annotated.phrases.get("mode", ()) if mode.payload[0] == "says" and mode.end <= match.first]
    if not said or not any(span.end <= said[-1].first for span in annotated.actors):
        return False
    before = words[max(said[-1].end, match.first - 4) : match.first]
    pairs = set(pairwise(before))
    denies = any((helper, "not") in pairs for helper in ("had", "was", "were", "did", "has", "have"))
    return (denies or "never" in before) and not {"yet", "able", "because", "intend", "want", "know"} & set(before)
