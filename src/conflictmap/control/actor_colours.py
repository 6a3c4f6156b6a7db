"""The colour of each actor: its own of data/actors.csv, else one of a list that the colour-blind tell apart.
Maps, pages and figures take their colours from here, so that they agree."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

HOLDING_KINDS = ("state", "armed_group", "coalition")
# Where actors.csv names no colour: told apart also by the colour-blind (Okabe and Ito 2008, and three greys)
SPARE_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c8c8c", "#5e5e5e", "#b3b3b3")


def actor_colours(actors: pd.DataFrame, named: Iterable[str]) -> dict[str, str]:
    """List #rrggbb by actor_id, in the order of the table, for the actors that may hold ground.

    Parameters: actors, rows of `schema.ACTORS`; named, cells of actor_ids separated by |: only actors that are named
    take one of the spare colours, so that there are enough.
    """
    ids = {actor for cell in named for actor in str(cell).split("|")}
    rows = actors.fillna("")
    spare = iter([*SPARE_COLOURS] * (1 + len(rows) // len(SPARE_COLOURS)))
    return {
        str(actor): str(colour) or next(spare)
        for actor, kind, colour in zip(rows["actor_id"], rows["kind"], rows["colour"], strict=True)
        if actor in ids and kind in HOLDING_KINDS
    }
