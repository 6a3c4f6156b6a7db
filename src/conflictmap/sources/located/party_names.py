"""The actors that a file names, matched to data/actors.csv, or made ready to be added to it.
An actor is matched by its written name alone; nothing here guesses by likeness."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from conflictmap.places.names.keys import fold

BETWEEN = "|"
#: How ACLED and UCDP name actors that data/actors.csv has under another name.
WRITTEN = {
    "Military Forces of Myanmar": "SAC",
    "Police Forces of Myanmar": "SAC",
    "Government of Myanmar": "SAC",
    "Government of Myanmar (Burma)": "SAC",
    "Government of Myanmar State Administration Council": "SAC",
    "Military Forces of Myanmar Border Guard Force": "SAC",
    "Military Forces of Myanmar People's Militia Force": "SAC",
    "People's Defence Force - Local Group": "PDF",
    "Civilians": "CIV",
    **dict.fromkeys(
        ("Labour Group", "Farmers", "Refugees/IDPs", "Teachers", "Students", "Health Workers", "Women"), "CIV"
    ),
    "Protesters": "PROT",
    "Rioters": "PROT",
    "Unidentified Armed Group": "UNK",
    "Unidentified Military Forces": "UNK",
    "Unknown": "UNK",
    "Not known": "UNK",
    "ULA": "AA",
    "United League of Arakan": "AA",
    "PSLF": "TNLA",
    "Palaung State Liberation Front": "TNLA",
}
_DATED = re.compile(r"\s*\(\d{4}\s*-\s*(\d{4})?\)")
_COUNTRY = re.compile(r"\s*\((Myanmar|Burma|Myanmar \(Burma\))\)$")
_ACRONYM = re.compile(r"([A-Z][A-Za-z/-]{1,14}):\s+(.+)")
_KINDS = (
    ("civilian", re.compile(r"(?i)^(civilians|protesters|rioters)\b")),
    ("foreign", re.compile(r"(?i)^(government|military forces|police forces) of (?!myanmar)")),
    ("other", re.compile(r"(?i)^unidentified\b")),
)


@dataclass(frozen=True, slots=True)
class KnownParties:
    """Actor ids by every folded form of their names."""

    ids: Mapping[str, str]
    _answers: dict[str, str] = field(default_factory=dict, repr=False, compare=False)  # an export repeats its names

    @classmethod
    def of(cls, actors: pd.DataFrame) -> KnownParties:
        """Make it of actors: rows of `schema.ACTORS`. A form that two actors have is the first one's."""
        ids: dict[str, str] = {}
        rows = zip(actors["actor_id"], actors["name"], actors["aliases"].fillna(""), strict=True)
        for actor, name, aliases in rows:
            for written in (actor, name, *str(aliases).split("|")):
                ids.setdefault(_key(written), actor)
        there = set(ids.values())
        for written, actor in WRITTEN.items():
            if actor in there:
                ids.setdefault(_key(written), actor)
        ids.pop("", None)
        return cls(ids)

    def actor(self, written: str) -> str:
        """Return the actor_id of a written name, "" where it is not known."""
        answer = self._answers.get(written)
        if answer is None:
            answer = next((self.ids[form] for form in _forms(written) if form in self.ids), "")
            self._answers[written] = answer
        return answer


def _key(written: str) -> str:
    return fold(str(written)).replace("defense", "defence").replace("organization", "organisation")


def _forms(written: str) -> list[str]:
    bare = _COUNTRY.sub("", _DATED.sub("", written).strip())
    match = _ACRONYM.fullmatch(bare)
    # "KIO/KIA: ..." is an organisation and its army: the last is who fights
    parts = [written, bare, *([match[2], match[1], *reversed(match[1].split("/"))] if match else [])]
    if match and _is_local(match[2]):  # "PDF: People's Defense Force - Myingyan" is not the whole
        parts = [written, bare]
    return [_key(part) for part in parts]


def _is_local(name: str) -> bool:
    return " - " in name


def unknown_actors(cells: Iterable[str], known: KnownParties) -> Counter[str]:
    """Tell how often each name that is not known stands in cells of names separated by |."""
    counts: Counter[str] = Counter()
    for cell, times in Counter(cells).items():
        for name in cell.split(BETWEEN):
            if name and not known.actor(name):
                counts[name] += times
    return counts


def rows_to_add(names: Iterable[str], actors: pd.DataFrame, source: str) -> list[dict[str, str]]:
    """Return a row of `schema.ACTORS` for each name, with an id of its acronym or its initials."""
    taken = set(actors["actor_id"])
    rows = []
    for name in names:
        actor = _free_id(name, taken)
        taken.add(actor)
        kind = next((kind for kind, pattern in _KINDS if pattern.search(name)), "armed_group")
        rows.append({"actor_id": actor, "name": name, "aliases": "", "kind": kind, "source": source})
    return rows


def _free_id(name: str, taken: set[str]) -> str:
    bare = _COUNTRY.sub("", _DATED.sub("", name).strip())
    match = _ACRONYM.fullmatch(bare)
    words = re.findall(r"[A-Za-z0-9]+", bare)
    wanted = match[1].upper() if match and not _is_local(match[2]) else bare.upper() if len(words) == 1 else ""
    wanted = wanted or "".join(word[0] for word in words).upper() or "ACTOR"
    wanted = re.sub(r"[^A-Z0-9-]", "", wanted)[:12] or "ACTOR"
    number, made = 2, wanted
    while made in taken:
        made, number = f"{wanted}-{number}", number + 1
    return made
