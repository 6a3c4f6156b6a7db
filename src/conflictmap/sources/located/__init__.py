"""Importers of event tables that carry coordinates: one module a dialect, and what they share."""
