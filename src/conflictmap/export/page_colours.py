"""The page's colours, for figures and QGIS: what web/page/base/palette.js and paint/textures.js say, once more.
A test holds the two against each other."""

from __future__ import annotations

from conflictmap.schema import EVENT_TYPES

HOME = "#fbfaf6"  # a township where nobody's control is known
BEYOND = "#e9e8e4"  # around the country
NOBODY = "#9b9b94"  # a side without a colour of its own
SOLID, PALE = 66, 17  # per cent: how opaque the colour of a holder is, and of one documented for the first day only
# Of ACLED's types; told apart by the colour-blind in their order
TYPE_COLOURS = dict(zip(EVENT_TYPES, ("#c8102e", "#e57200", "#7b2d8b", "#00796b", "#8d6e00", "#1f5fa8"), strict=True))
TYPE_FORMS = dict(zip(EVENT_TYPES, ("circle", "star", "square", "triangle", "wedge", "diamond"), strict=True))
