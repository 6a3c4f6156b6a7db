"""The tables of events on disk: the one coded by hand and those that were imported."""
