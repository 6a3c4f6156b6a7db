"""Everything that disks, files and people do to the program, tried in a small country; prints tried, held and failed.

A trial is one command or one call of a reader. It is held where it ends done or with a message that a person can act on
(exit code 0 or 2), within its time, with the tables as they were or as they should be. `make torture` runs all of it and
ten minutes of fuzzing; `tests/test_torture.py` runs a part in less than a minute. The corpus of inputs that once failed
is kept in tests/data/fuzz.
"""
