"""Figures for reports, of an atlas: SVG and PNG, in English and Burmese. Needs the extra `figures` (matplotlib)."""
