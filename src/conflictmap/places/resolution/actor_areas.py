"""Where each armed actor operates, as states and regions: weak evidence for a place, never enough for one.

By each actor's own statements of its area and the reports of 2021 to 2025 (ACLED's actor list, ISP-Myanmar's maps).
Actors that operate nearly everywhere (the State Administration Council, the People's Defence Force) say nothing about
a place and are left out on purpose. Keys are actor_ids of data/actors.csv; values P-codes of ADM1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

AREAS: Mapping[str, frozenset[str]] = {
    "MNDAA": frozenset({"MMR015"}),
    "TNLA": frozenset({"MMR015", "MMR010"}),
    "AA": frozenset({"MMR012", "MMR004", "MMR009", "MMR017"}),
    "KIA": frozenset({"MMR001", "MMR015", "MMR005"}),
    "KNDF": frozenset({"MMR002", "MMR014"}),
    "KNPLF": frozenset({"MMR002", "MMR014"}),
    "KA": frozenset({"MMR002", "MMR014"}),
    "KPDF": frozenset({"MMR002", "MMR014"}),
    "KRF": frozenset({"MMR002", "MMR014"}),
    "KNLA": frozenset({"MMR003", "MMR006", "MMR007", "MMR011"}),
    "KNU": frozenset({"MMR003", "MMR006", "MMR007", "MMR011"}),
    "DKBA": frozenset({"MMR003"}),
    "BGF": frozenset({"MMR003"}),
    "CDF": frozenset({"MMR004", "MMR005", "MMR009"}),
    "CNF": frozenset({"MMR004"}),
    "UWSA": frozenset({"MMR015", "MMR016", "MMR014"}),
    "NDAA": frozenset({"MMR016"}),
    "SSPP": frozenset({"MMR014", "MMR015"}),
    "RCSS": frozenset({"MMR014", "MMR015", "MMR016"}),
    "PNLA": frozenset({"MMR014"}),
    "PNO": frozenset({"MMR014"}),
    "KLM": frozenset({"MMR015"}),
}


def areas_of(actors: Iterable[str]) -> frozenset[str]:
    """Return the states of all the actors together; empty where none of them is tied to an area."""
    return frozenset().union(*(AREAS.get(actor, frozenset()) for actor in actors))
