"""The name behind an id of the address."""

from __future__ import annotations

from conflictmap.editor.session.desk import Desk
from conflictmap.errors import ConflictmapError


class NoItemError(ConflictmapError):
    """No event names what was asked for."""


def key_of(desk: Desk, item: str) -> str:
    """The mention_key of an item_id. Raises: NoItemError."""
    key = desk.mentions.key_of_item.get(item)
    if key is None:
        raise NoItemError(f"there is no name {item[:20]!r} among the events; reload the queue")
    return key
