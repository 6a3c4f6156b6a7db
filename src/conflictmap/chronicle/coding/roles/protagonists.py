"""Sides that one article leaves open where it tells of them, filled with those that it tells of most: its protagonists.
Only sides that the kind of action leaves to the State's opponents are filled; each is said to be inferred, and asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from conflictmap.chronicle.coding.roles.open_sides import UNFORCED
from conflictmap.chronicle.coding.roles.participant_context import LAST
from conflictmap.chronicle.drafts import Draft
from conflictmap.chronicle.language.lexicon import Lexicon

_TAKEN = frozenset({"capture", "recapture", "withdrawal", "surrender", "clash", "raid", "siege", "ambush"})
_WHY = "inferred: the opponents of the State that the article tells of most"


def with_protagonists(drafts: Sequence[Draft], *, page: frozenset[str], lexicon: Lexicon) -> list[Draft]:
    """Fill the open side of fights with the State by the groups that the same article names as fighting it.

    Parameters: page, the entry_ids that stand under the day of their page; other drafts stay as they are.
    """
    cells: Counter[str] = Counter()
    for draft in drafts:
        for name in ("actor1", "actor2"):
            cell = draft.value(name)
            if (
                draft.entry_id in page
                and cell
                and _group(cell, lexicon) == "Resistance"
                and draft.fields[name].evidence
            ):
                cells[cell] += 1
    if not cells:
        return list(drafts)
    most = max(cells, key=lambda cell: (cells[cell], cell.count("|")))
    return [_filled(draft, most, lexicon) if draft.entry_id in page else draft for draft in drafts]


def _filled(draft: Draft, most: str, lexicon: Lexicon) -> Draft:
    if draft.value("act") not in _TAKEN:
        return draft
    one, two = draft.value("actor1"), draft.value("actor2")
    if _group(one, lexicon) == "State" and not two and UNFORCED not in draft.fields["actor2"].why:
        side = "actor2"
    elif one in ("", "UNK") and not draft.fields["actor1"].evidence and _group(two, lexicon) == "State":
        side = "actor1"
    else:
        return draft
    field = replace(draft.fields[side], value=most, confidence=min(LAST, draft.fields[side].confidence), why=_WHY)
    return replace(draft, fields={**draft.fields, side: field})


def _group(cell: str, lexicon: Lexicon) -> str:
    """The display group of all actors of a cell, "" where they have several or none."""
    groups = {lexicon.actors[actor_id].group for actor_id in cell.split("|") if actor_id in lexicon.actors}
    return groups.pop() if len(groups) == 1 else ""
