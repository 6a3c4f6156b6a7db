"""conflictmap: written reports of the war in Myanmar, as maps one can check."""

__version__ = "0.1.0"
