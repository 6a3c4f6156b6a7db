"""`python -m conflictmap` is the command `conflictmap`."""

from conflictmap.cli import main

main()
