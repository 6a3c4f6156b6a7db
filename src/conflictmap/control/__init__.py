"""Who holds what, when, and why: from coded events and their places to spans of control.
Nothing here reads a file, the clock or the network. The method, with its sources and limits, is docs/control.md.

`control_of(events, matches, *, actors, sources, baseline, townships, as_of=None, assume_baseline=False) -> Control` is
what `pipeline.build` calls; `townships` is `seats_of(units.table)`:

- `Control.by_rules["strict" | "standard" | "lenient"] -> Assessment`, the same evidence under the three rule sets;
- `Control.assertions` (tuple of `model.Assertion`), `Control.problems` (tuple of `errors.Problem`);
- `explain(control, adm3_pcode, day, rules="standard") -> dict` and `explain_site(control, site_id, day, rules=...)`.

`Assessment` holds three frames, sorted, of plain values (str, bool, int, `datetime.date`, tuples of str, None):

- `spans`: a row a township and span, `schema.CONTROL_SPAN_COLUMNS + CONTROL_SPAN_EXTRAS`; half-open days, `end` None is
  open; the first span of every township starts on 1 February 2021, and there is no gap;
- `sites`: a row a site and span, `schema.SITE_SPAN_COLUMNS`: what towns, villages and bases are drawn by;
- `claims`: a row a claim, `schema.CLAIM_COLUMNS`.

`state_on(spans, day)`, `freshness_on(control, day)`, `transitions(spans)`, `shares(spans, day)`, `flows(changes)` and
`symmetry(assertions)` ask them.

`holder` and `other` are "" or one actor_id, or several joined by "|" (a joint capture; the first named leads).
`state` of a site: unknown, baseline, controlled, contested, besieged, mixed, vacated; of a township not_assessed instead
of unknown, and also predominant (`holder` has the seat, `other` are all who hold or contest other parts), split (the
first of `other` has the countryside or most of the known rest) and partial (the seat is not assessed, `other` hold some
part). The countryside of a township is a site of kind rural, `P-code/rural`.
`confidence` is high, moderate or low, "" where the state is unknown. `rules` are ids of `RULES`, which has a sentence
for each in English and in Burmese. `evidence` are event_ids; a baseline span has none: its source is its baseline row.
`explain(...)` returns plain JSON values:
{"adm3_pcode", "day", "state", "holder", "other", "since", "known_since", "confidence", "freshness", "sentence",
 "dates": who says which day, where the day of its beginning is in doubt: [{"event_id", "says", "earliest", "latest",
 "sources"}], "known_because": why it was known later than reported, or "", "rules": [{"id", "en", "my"}], "parts": {...}, "evidence": [{"event_id", "day", "act", "role", "actor", "object_actor",
 "mode", "sources", "sides", "known_since", "site_id", "geo_class"}], "baseline": {"rule", "note", "source"} | None, "baselines": those of every part,
 each with its "site_id",
 "claims": [{"event_id", "site_id", "actor", "act", "day", "opened_on", "status", "resolved_on", "assessed", "voice",
 "said", "words"}], "sites": [...], "activity": [...]}.
A claim's `voice` says whose it is: "party" (mode claimed_by_party: "X says"), "aligned" (a source on its side reports it:
never "X says"), "other" (a source not known to be independent). A page that tells of a claim must keep them apart.
"""

from conflictmap.control.activity import activity_on, fought_over
from conflictmap.control.assess import Assessment, Control, control_of, control_spans, seats_of
from conflictmap.control.explain import explain, explain_site
from conflictmap.control.queries import (
    assessed_on,
    flows,
    freshness_on,
    possible_on,
    shares,
    state_on,
    symmetry,
    transitions,
)
from conflictmap.control.rules import RULE_SETS, Rule, RuleSet
from conflictmap.control.wording import RULES

__all__ = [
    "RULES",
    "RULE_SETS",
    "Assessment",
    "Control",
    "Rule",
    "RuleSet",
    "activity_on",
    "assessed_on",
    "control_of",
    "control_spans",
    "explain",
    "explain_site",
    "flows",
    "fought_over",
    "freshness_on",
    "possible_on",
    "seats_of",
    "shares",
    "state_on",
    "symmetry",
    "transitions",
]
