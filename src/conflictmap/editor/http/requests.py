"""What the browser may send, by its types; FastAPI refuses the rest and writes the OpenAPI page from these."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from conflictmap.editor.session.desk import Desk
from conflictmap.errors import ConflictmapError

Text = Annotated[str, Field(max_length=2000)]
Id = Annotated[str, Field(max_length=80, pattern=r"^[^\x00-\x1f]*$")]
Item = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class AskedDecision(_Strict):
    """A verdict about one name, and about further names that say the same (`also`).

    `event_id`: the one event that is spoken of; "" for all events with this name.
    `versions`: the judgement_id that the editor saw for each item, "" for none; left out, the one that stands.
    """

    item: Item
    event_id: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$")] = ""
    verdict: Literal["accepted", "rejected", "not_in_gazetteer", "not_locatable", "outside", "deferred"]
    place_id: Id | None = None
    geo_precision: Annotated[int, Field(ge=1, le=3)] | None = None
    note: Text = ""
    alias: bool = True
    also: Annotated[list[Item], Field(max_length=200)] = []
    versions: Annotated[dict[str, Id], Field(max_length=201)] = {}


class AskedUndo(_Strict):
    """Which decision to take back: any of the file, not only the last."""

    judgement_id: Id


class AskedPlace(_Strict):
    """A place to make: degrees (WGS 84), a GeoNames feature code, and who says that it is there."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    name_my: Annotated[str, Field(max_length=120)] = ""
    feature_code: Annotated[str, Field(max_length=8)] = "PPL"
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    source: Annotated[str, Field(min_length=1, max_length=300)]


class NoItemError(ConflictmapError):
    """No event names what was asked for."""


def key_of(desk: Desk, item: str) -> str:
    """Return the mention_key of an item_id. Raises: NoItemError."""
    key = desk.mentions.key_of_item.get(item)
    if key is None:
        raise NoItemError(f"there is no name {item[:20]!r} among the events; reload the queue")
    return key
