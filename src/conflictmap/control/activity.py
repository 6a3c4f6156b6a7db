"""Ground fighting beside control: what is fought over, by a measure with a name, whoever holds it.
Activity never says who holds a place; nothing here changes a holder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pandas as pd

from conflictmap.control.limits import LIMITS
from conflictmap.control.rules import GROUND_FIGHTS, IN_AND_OUT, SIEGES
from conflictmap.event_tables.actor_cells import split_actors
from conflictmap.model import Assertion

#: Fights on the ground. Strikes from afar, arrests, arson and statements are none of them.
FIGHTS = GROUND_FIGHTS | SIEGES | (IN_AND_OUT - {"detention_arson"})
DAYS_IN_A_MONTH = 30
COLUMNS = ("fights", "fight_days", "fights_a_month", "fighting", "last_fight", "changed_hands")


def activity_on(
    assertions: Iterable[Assertion],
    day: date,
    townships: Sequence[str],
    changes: pd.DataFrame | None = None,
    *,
    window_days: int = LIMITS.fresh_days,
) -> pd.DataFrame:
    """Count ground fighting in each township over the days up to and with `day`: a row a township, indexed by adm3_pcode.

    Parameters: assertions, of reports that were known (a denied one counts nowhere); townships, their P-codes; changes,
    as `transitions`, for `changed_hands`; window_days, how many days are counted.
    Returns: fights (reported events), fight_days (days with one), fights_a_month (fights over the window, for 30 days),
    fighting (actors that bear arms or not, as reported, joined by |), last_fight (None without any), changed_hands.
    """
    first = day - timedelta(days=window_days - 1)
    events: dict[str, set[str]] = {}
    days: dict[str, set[date]] = {}
    actors: dict[str, set[str]] = {}
    for assertion in assertions:
        if (
            assertion.act in FIGHTS
            and assertion.mode != "denied"
            and first <= assertion.day <= day
            and assertion.adm3_pcode
        ):
            events.setdefault(assertion.adm3_pcode, set()).add(assertion.event_id)
            days.setdefault(assertion.adm3_pcode, set()).add(assertion.day)
            named = (*split_actors(assertion.actor), *split_actors(assertion.object_actor))
            actors.setdefault(assertion.adm3_pcode, set()).update(named)
    moved: set[str] = set()
    if changes is not None:
        inside = changes["day"].map(lambda each: first <= each <= day).astype(bool)
        other = changes["from_holder"] != changes["to_holder"]
        moved = set(changes.loc[inside & other, "adm3_pcode"])
    rows = [
        (len(events.get(code, ())), len(days.get(code, ())),
         round(len(events.get(code, ())) * DAYS_IN_A_MONTH / window_days, 1), "|".join(sorted(actors.get(code, ()))),
         max(days[code]) if code in days else None, code in moved)
        for code in townships
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS), index=pd.Index(townships, name="adm3_pcode"))


def fought_over(activity: pd.DataFrame) -> pd.DataFrame:
    """Select the townships with ground fighting and no change of hands, most fights first; `activity` as `activity_on` gives."""
    fought = activity[(activity["fights"] > 0) & ~activity["changed_hands"].astype(bool)]
    order = ["fights", "fight_days"]
    return fought.sort_index().sort_values(order, ascending=[False, False], kind="stable")
