"""Rule sets as people write them: a small TOML text becomes a `RuleSet`.
Nothing here reads a file; what is not understood is refused with its cure, never left out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conflictmap.control.limits import LIMITS, NAMES, Limits
from conflictmap.control.rules import RULE_SETS, RuleSet
from conflictmap.errors import ConflictmapError

CLAIMS = ("never", "after_silence", "at_once")
KEYS = ("name", "claims", "limits")
LARGEST = 100_000  # days of three centuries


def rule_set_of(text: str, shown: str) -> RuleSet:
    """Read a rule set: `name`, `claims` (never, after_silence, at_once) and the table `limits`; what is left out is
    as in standard.

    Parameters: text, TOML; shown, the file's name as messages give it, and the set's name where it has none.
    Raises: ConflictmapError, where the text is no TOML, a name is not known, or a limit is no whole number from 0 on.
    """
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, arrays nested without end
        raise ConflictmapError(f'{shown}: is not TOML ({error}); write lines such as claims = "never"') from None
    for key in values:
        if key not in KEYS:
            raise ConflictmapError(f"{shown}: {key!r} is not known; use some of: {', '.join(KEYS)}")
    claims = values.get("claims", RULE_SETS["standard"].claims)
    if claims not in CLAIMS:
        raise ConflictmapError(f"{shown}: claims {claims!r} is not known; use one of: {', '.join(CLAIMS)}")
    name = values.get("name", shown.rpartition("/")[2].removesuffix(".toml"))
    if not isinstance(name, str) or not name:
        raise ConflictmapError(f'{shown}: name {name!r} is not a text; write name = "my rules"')
    return RuleSet(name, claims, limits=_limits(values.get("limits", {}), shown))


def _limits(values: Any, shown: str) -> Limits:
    if not isinstance(values, Mapping):
        raise ConflictmapError(
            f"{shown}: limits is no table; write [limits] and below it lines such as claim_days = 30"
        )
    for name, value in values.items():
        if name not in NAMES:
            raise ConflictmapError(f"{shown}: limits.{name} is not known; use some of: {', '.join(NAMES)}")
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
            what = "days" if name.endswith("_days") else "a count"
            raise ConflictmapError(
                f"{shown}: limits.{name} = {value!r}; give a whole number of {what}, 0 or more, {LARGEST:,} at most"
            )
    return replace(LIMITS, **values)


def text_of(rules: RuleSet) -> str:
    """Write a rule set as the text that `rule_set_of` reads, with every limit."""
    lines = [f'name = "{rules.name}"', f'claims = "{rules.claims}"', "", "[limits]"]
    return "\n".join([*lines, *(f"{name} = {getattr(rules.limits, name)}" for name in NAMES)]) + "\n"
