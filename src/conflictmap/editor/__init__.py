"""The editor: a queue of names, a person's decisions, and the rows that keep them.

`desk.Desk` is the one model; `app` serves it to a browser, `terminal` to a terminal, `reconcile` to OpenRefine.
`store` is the only module that writes. Nothing here reads the clock: a clock is given.
"""
