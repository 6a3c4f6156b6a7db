"""Why a place has its colour on a day: the chain from the reports to the state, as plain values.
Its English is in `wording`; a rule's sentence is in `wording`, in Burmese too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from conflictmap.control.assess import Assessment, Control
from conflictmap.control.confidence import freshness
from conflictmap.control.contested import SiteResult
from conflictmap.control.dating import by_event, sayings
from conflictmap.control.evidence import Claim, claimant
from conflictmap.control.rules import RuleSet
from conflictmap.control.site_spans import SiteSpan
from conflictmap.control.wording import RULES, became, known_because, sentence, speaker_of, status_on, voice
from conflictmap.errors import ConflictmapError
from conflictmap.model import Assertion


def explain(control: Control, adm3_pcode: str, day: date, rules: str = "standard") -> dict[str, Any]:
    """Explain why a township has its state on a day, as JSON values; days are text, YYYY-MM-DD.

    Raises: ConflictmapError, where the township is not one of `townships`, the rule set is unknown, or the day is
    before the first.
    """
    assessment = _assessment(control, rules)
    township = assessment.townships.get(adm3_pcode)
    if township is None:
        raise ConflictmapError(f"{adm3_pcode!r} is no township; give a P-code such as MMR015022")
    wanted = (summed.span for summed in township.spans)
    span = _span_on(wanted, day, adm3_pcode)
    known = _known(control, adm3_pcode, day)
    seat = control.question.seats[adm3_pcode] or adm3_pcode
    sites = [
        {"site_id": site, "place_kind": result.place_kind, **_state(here)}
        for site, result in township.sites.items()
        if (here := _span_on(result.spans, day, site)).state != "unknown"
    ]
    return {
        "adm3_pcode": adm3_pcode,
        **_state_chain(control, adm3_pcode, span, day, known),
        "known_because": _known_because(span, township.sites.values(), assessment.rules),
        "baseline": _baseline(control, adm3_pcode, seat, span, day),
        "baselines": [
            {"site_id": site, **row}
            for site, result in township.sites.items()
            if (row := _baseline(control, adm3_pcode, site, _span_on(result.spans, day, site), day)) is not None
        ],
        "claims": _claims(control, township.sites, day, assessment.rules),
        "sites": sites,
        "activity": [_assertion(assertion) for assertion in known if assertion.geo_class > 1][-10:],
    }


def explain_site(control: Control, site_id: str, day: date, rules: str = "standard") -> dict[str, Any]:
    """Explain why a site has its state on a day; as `explain`, with `site_id`, without `sites` and `activity`.

    Raises: ConflictmapError, where nothing at all is known of the site.
    """
    assessment = _assessment(control, rules)
    for pcode, township in assessment.townships.items():
        result = township.sites.get(site_id)
        if result is not None:
            known = [assertion for assertion in _known(control, pcode, day) if assertion.site_id == site_id]
            span = _span_on(result.spans, day, site_id)
            return {
                "adm3_pcode": pcode,
                "site_id": site_id,
                "place_kind": result.place_kind,
                **_state_chain(control, pcode, span, day, known, result.place_kind),
                "known_because": _known_because(span, [result], assessment.rules),
                "baseline": _baseline(control, pcode, site_id, span, day),
                "claims": _claims(control, {site_id: result}, day, assessment.rules),
            }
    raise ConflictmapError(
        f"no report and no baseline row names the site {site_id!r}; give a place_id of the gazetteer"
    )


def _assessment(control: Control, rules: str) -> Assessment:
    assessment = control.by_rules.get(rules)
    if assessment is None:
        raise ConflictmapError(f"no rule set {rules!r}; use one of: {', '.join(control.by_rules)}")
    return assessment


def _span_on(spans: Iterable[SiteSpan], day: date, what: str) -> SiteSpan:
    for span in spans:
        if span.start <= day and (span.end is None or day < span.end):
            return span
    raise ConflictmapError(f"{what}: nothing is said of {day}; the first day is 2021-02-01")


def _known(control: Control, adm3_pcode: str, day: date) -> list[Assertion]:
    """What bears on a township up to a day, in order of day."""
    mine = [
        assertion
        for assertion in control.assertions
        if assertion.adm3_pcode == adm3_pcode and assertion.day <= day and control.knows(assertion)
    ]
    return sorted(mine, key=lambda assertion: (assertion.day, assertion.assertion_id))


def _state_chain(
    control: Control, pcode: str, span: SiteSpan, day: date, known: list[Assertion], kind: str = ""
) -> dict[str, Any]:
    events = set(span.evidence)
    last = max((assertion.day for assertion in known if assertion.geo_class in (1, 2)), default=None)
    return {
        "day": day.isoformat(),
        **_state(span),
        "since": span.start.isoformat(),
        "until": span.end.isoformat() if span.end else None,
        "since_low": span.start_low.isoformat(),
        "since_high": span.start_high.isoformat(),
        "known_since": span.known_since.isoformat(),
        "disputed": span.disputed,
        "freshness": freshness(last, day),
        "dates": sayings(span.evidence, span.start_low, span.start_high, by_event(control.assertions), pcode),
        "sentence": sentence(span, kind),
        "rules": [{"id": rule, "en": RULES[rule].en, "my": RULES[rule].my} for rule in span.rules],
        "parts": span.parts.as_dict(),
        "evidence": [_assertion(assertion) for assertion in control.assertions if assertion.event_id in events],
    }


def _state(span: SiteSpan) -> dict[str, Any]:
    return {"state": span.state, "holder": span.holder, "other": span.other, "confidence": span.confidence}


def _assertion(assertion: Assertion) -> dict[str, Any]:
    return {
        "event_id": assertion.event_id, "day": assertion.day.isoformat(), "act": assertion.act, "role": assertion.role, "actor": assertion.actor,
        "object_actor": assertion.object_actor, "mode": assertion.mode, "sources": list(assertion.sources), "sides": list(assertion.sides),
        "known_since": assertion.known_since.isoformat(), "site_id": assertion.site_id, "geo_class": assertion.geo_class,
    }  # fmt: skip


def _baseline(control: Control, adm3_pcode: str, site: str, span: SiteSpan, day: date) -> dict[str, str] | None:
    """The baseline's row that still speaks on the day; None where reports have replaced it."""
    if not any(rule.startswith("B") for rule in span.rules):
        return None
    seat = control.question.seats[adm3_pcode] or adm3_pcode
    baseline = control.question.baseline
    grounds = baseline.of_seat(adm3_pcode) if site == seat else baseline.of_site(adm3_pcode, site)
    ground = [row for row in grounds if row.day <= day][-1]
    if not ground.rule:
        return None
    return {"rule": ground.rule, "note": ground.note, "source": ground.source}


def _known_because(span: SiteSpan, sites: Iterable[SiteResult], rules: RuleSet) -> str:
    events = set(span.evidence)
    reports = (report for site in sites for report in site.evidence.reports if report.assertion.event_id in events)
    return known_because(span.known_since, reports, rules)


def _claims(control: Control, sites: Mapping[str, SiteResult], day: date, rules: RuleSet) -> list[dict[str, Any]]:
    """Every claim known by the day; its words say what became of it and whether and why the rule set counts it."""
    alliances = control.question.alliances
    return [
        {
            **_claim(site, claim, day),
            "voice": voice(claim.assertion, alliances),
            "said": speaker_of(claim.assertion, alliances),
            "words": became(claim, _counted(result, claim), day, rules),
        }
        for site, result in sites.items()
        for claim in result.evidence.claims
        if claim.assertion.known_since <= day
    ]


def _counted(result: SiteResult, claim: Claim) -> date | None:
    """The first day on which the claim counted; None where it never does."""
    return next((report.known for report in result.evidence.reports if report.assertion is claim.assertion), None)


def _claim(site: str, claim: Claim, day: date) -> dict[str, Any]:
    return {
        "event_id": claim.assertion.event_id,
        "site_id": site,
        "actor": claimant(claim.assertion)[0],
        "act": claim.assertion.act,
        "day": claim.assertion.day.isoformat(),
        "opened_on": claim.assertion.known_since.isoformat(),
        "status": status_on(claim, day),
        "resolved_on": claim.resolved_on.isoformat() if claim.resolved_on is not None else None,
        "assessed": claim.assessed,
    }
