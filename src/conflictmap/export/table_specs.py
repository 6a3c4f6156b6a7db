"""What every exported table holds: its fields, their types, its key and what it refers to, declared once.
Every format is written from these declarations. Nothing here computes."""

from __future__ import annotations

from dataclasses import dataclass, field

from conflictmap.schema import ACTORS, ALIASES, EVENTS, JUDGEMENTS, PLACES, SOURCES, Table


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an exported table. `kind` is "text", "int", "float", "date" or "bool"; `hxl` its HXL tag, "" for none."""

    name: str
    kind: str
    about: str = ""
    hxl: str = ""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """An exported table. `links` are (own field, table, its field); `shape` is "Point", "MultiPolygon" or ""."""

    name: str
    about: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()
    shape: str = ""
    period: tuple[str, str] = field(default=("", ""))  # the fields of its first day and its last: for a time slider

    @property
    def names(self) -> list[str]:
        """The fields' names, in order."""
        return [column.name for column in self.fields]


def _of(table: Table, *, without: tuple[str, ...] = ()) -> tuple[Field, ...]:
    return tuple(
        Field(column.name, column.kind, "", _HXL.get(column.name, ""))
        for column in table.columns
        if column.name not in without
    )


_HXL = {
    "event_id": "#event +id",
    "event_date": "#date +start",
    "end_date": "#date +end",
    "reported_on": "#date +reported",
    "event_type": "#event +type",
    "sub_event_type": "#event +subtype",
    "actor1": "#actor +first +code",
    "actor2": "#actor +second +code",
    "location": "#loc +written",
    "notes": "#description",
    "source": "#meta +source",
    "source_url": "#meta +url",
    "fatalities": "#affected +killed",
    "place_id": "#loc +code",
    "name": "#loc +name",
    "lon": "#geo +lon",
    "lat": "#geo +lat",
    "adm1_pcode": "#adm1 +code",
    "adm2_pcode": "#adm2 +code",
    "adm3_pcode": "#adm3 +code",
    "actor_id": "#actor +code",
}
_ADM3 = (
    Field("adm3_pcode", "text", "P-code of the township", "#adm3 +code"),
    Field("adm3_name", "text", "name of the township", "#adm3 +name"),
)
_ADM1 = (
    Field("adm1_pcode", "text", "P-code of the state or region", "#adm1 +code"),
    Field("adm1_name", "text", "name of the state or region", "#adm1 +name"),
)
_RULES = Field("rule_set", "text", "strict, standard or lenient: how a party's claims count", "#meta +rules")
_KNOWN = Field("known_since", "date", "day from which it could be known", "#date +known")
_EVIDENCE = Field("evidence", "text", "event_ids, separated by |", "#event +id +list")
_URLS = Field("source_urls", "text", "addresses of the reports, separated by blanks", "#meta +url")
_POINT = (
    Field("lon", "float", "degrees east, WGS 84; empty where only the township or less is known", "#geo +lon"),
    Field("lat", "float", "degrees north, WGS 84; empty where only the township or less is known", "#geo +lat"),
)
_STATE = (
    Field("state", "text", "not_assessed, or the state that the rules give", "#status +control"),
    Field("holder", "text", "actor_id of who holds it; several separated by |", "#org +holder +code"),
    Field("holder_name", "text", "name of the holder", "#org +holder +name"),
    Field("rivals", "text", "actor_ids of the others that the state names, separated by |", "#org +rival +code"),
    Field("assumed_holder", "text", "who is assumed to hold it since the first day, where nothing is assessed"),
    Field("confidence", "text", "high, moderate or low; empty where nothing is assessed", "#indicator +confidence"),
)
_SPAN = (
    Field("valid_from", "date", "first day of the span", "#date +start"),
    Field("valid_to", "date", "first day after the span (half-open); empty while it lasts", "#date +end"),
    _KNOWN,
    *_STATE,
    Field("rules", "text", "ids of the rules that gave the state, separated by |", "#meta +rule"),
    Field("earliest", "date", "first day on which the span can have begun", "#date +earliest"),
    Field("latest", "date", "last day on which the span can have begun", "#date +latest"),
    Field("disputed", "bool", "whether a party denies it"),
    _EVIDENCE,
    _URLS,
)
_PROOF = (
    Field("confidence", "text", "high, moderate or low", "#indicator +confidence"),
    Field("rules", "text", "ids of the rules, separated by |", "#meta +rule"),
    _KNOWN,
    Field("towns", "text", "names of the places that the evidence names, separated by |", "#loc +name +list"),
    _EVIDENCE,
    Field("sources", "text", "who reported it, separated by |", "#meta +source"),
    _URLS,
)
_GIVEN = (
    Field("source_lon", "float", "degrees east that the event's source gives; empty where it names the place only"),
    Field("source_lat", "float", "degrees north that the event's source gives"),
    Field("source_geo_precision", "int", "precision that the source gives: 1 to 5, docs/located.md"),
    Field("source_adm3_pcode", "text", "P-code of the township that the source states"),
)
OWN_PLACE = ("lon", "lat", "geo_precision", "adm3_pcode")  # as the source gives them: source_lon ... of the export

EVENT_TABLE = TableSpec(
    "events",
    "A row a reported event, with the place it was resolved to",
    (
        *_of(EVENTS, without=OWN_PLACE),
        Field("actor1_name", "text", "names of actor1, separated by |", "#actor +first +name"),
        Field("actor2_name", "text", "names of actor2, separated by |", "#actor +second +name"),
        Field("place_id", "text", "the place of the gazetteer; empty where the name was refused", "#loc +code"),
        Field("place_name", "text", "name of the place", "#loc +name"),
        Field("place_name_my", "text", "its name in Burmese", "#loc +name +i_my"),
        *_ADM3,
        *_ADM1,
        Field("geo_precision", "int", "1 the place, 2 near it, 3 the township or larger only", "#indicator +precision"),
        Field("match_status", "text", "how the name was settled: confirmed, automatic, ambiguous, ...", "#status"),
        Field("match_score", "float", "score of the match, 0 to 1"),
        *_POINT,
        *_GIVEN,
    ),
    key=("event_id",),
    links=(("adm3_pcode", "townships", "adm3_pcode"),),
    shape="Point",
    period=("event_date", "end_date"),
)
ASSERTION_TABLE = TableSpec(
    "assertions",
    "A row an assertion: who did what to whom at one site, by whose word",
    (
        Field("assertion_id", "text"),
        Field("event_id", "text", "", "#event +id"),
        Field("site_id", "text", "place_id, or place_id/name for a base", "#loc +code"),
        Field("place_id", "text"),
        Field("place_kind", "text", "seat, village, base, infrastructure, area"),
        _ADM3[0],
        Field("geo_class", "int", "1 the place, 2 near it, 3 township only, 4 region only, 0 not located"),
        Field("day", "date", "day on which it was surely done", "#date"),
        Field("earliest", "date", "first day possible"),
        Field("latest", "date", "last day possible"),
        Field("lasting_days", "int"),
        Field("actor", "text", "actor_ids, separated by |", "#actor +code"),
        Field("role", "text", "gains, holds, loses, attacks, strikes, administers, withdraws, agrees"),
        Field("object_actor", "text", "actor_ids, separated by |"),
        Field("act", "text"),
        Field("mode", "text", "reported, claimed_by_party, confirmed, denied"),
        Field("sources", "text", "separated by |", "#meta +source"),
        Field("sides", "text", "the side of each source, separated by |"),
        Field("known_since", "date"),
        Field("supersedes", "text", "the event that it corrects"),
    ),
    key=("assertion_id",),
    links=(("event_id", "events", "event_id"),),
)
SPAN_TABLE = TableSpec(
    "control_spans",
    "A row a township and span of time: who holds it, by which rules and reports",
    (_RULES, *_ADM3, *_ADM1, *_SPAN, Field("sites_known", "int", "sites with a known holder when the span begins")),
    key=("rule_set", "adm3_pcode", "valid_from"),
    links=(("adm3_pcode", "townships", "adm3_pcode"),),
    shape="MultiPolygon",
    period=("valid_from", "valid_to"),
)
MONTH_TABLE = TableSpec(
    "control_monthly",
    "A row a township and month: the state on the month's last day",
    (_RULES, Field("day", "date", "the month's last day, or the last day asked for", "#date"), *_ADM3, *_STATE),
    key=("rule_set", "day", "adm3_pcode"),
    links=(("adm3_pcode", "townships", "adm3_pcode"),),
)
TRANSITION_TABLE = TableSpec(
    "transitions",
    "A row a change of state or holder of a township",
    (
        _RULES,
        *_ADM3,
        *_ADM1,
        Field("day", "date", "the day it is placed on", "#date"),
        Field("earliest", "date", "first day possible", "#date +earliest"),
        Field("latest", "date", "last day possible", "#date +latest"),
        *(
            Field(f"{side}_{name}", "text", about)
            for side in ("from", "to")
            for name, about in (("state", ""), ("holder", "actor_ids"), ("holder_name", ""), ("rivals", "actor_ids"))
        ),
        *_PROOF,
    ),
    key=("rule_set", "adm3_pcode", "day"),
    links=(("adm3_pcode", "townships", "adm3_pcode"),),
)
SHARE_TABLE = TableSpec(
    "shares",
    "A row a month's last day, holder or state, and measure; the central figures of a day sum to the country",
    (
        _RULES,
        Field("day", "date", "", "#date"),
        Field("holder", "text", "actor_ids; empty in the rows of states", "#org +holder +code"),
        Field("state", "text", "not_assessed, contested, mixed, vacated, ...; empty in the rows of holders", "#status"),
        Field("measure", "text", "townships, km2, population", "#indicator +name"),
        Field("low", "float", "held with moderate or high confidence", "#indicator +low +num"),
        Field("central", "float", "held", "#indicator +num"),
        Field("high", "float", "with contested, besieged and shared townships, and open claims", "#indicator +high"),
        Field("share", "float", "central over the country's, 0 to 1", "#indicator +share"),
    ),
)
ACTIVITY_TABLE = TableSpec(
    "events_by_township_month",
    "A row a township, month and type of event",
    (
        *_ADM3,
        Field("month", "date", "first day of the month", "#date +start"),
        Field("event_type", "text", "", "#event +type"),
        Field("events", "int", "number of events", "#event +num"),
        Field("fatalities", "int", "deaths where reported, of each happening once", "#affected +killed"),
        Field("fatalities_unknown", "int", "events whose deaths are not known: unknown is not 0"),
        Field("fatalities_apart", "int", "events whose deaths are not added: a second report, or more than 31 days"),
    ),
)
SITE_TABLE = TableSpec(
    "sites",
    "A row a town, village or base and span of time",
    (
        _RULES,
        Field("site_id", "text", "place_id, or place_id/name for a base", "#loc +code"),
        Field("site_name", "text", "", "#loc +name"),
        Field("place_kind", "text", "seat, village, base, infrastructure"),
        *_ADM3,
        *_SPAN,
        *_POINT,
    ),
    key=("rule_set", "site_id", "valid_from"),
    shape="Point",
    period=("valid_from", "valid_to"),
)
TOWNSHIP_TABLE = TableSpec(
    "townships",
    "A row a township, with its polygon",
    (
        *_ADM3,
        Field("adm3_name_my", "text", "", "#adm3 +name +i_my"),
        *_ADM1,
        Field("area_km2", "float", "", "#geo +area"),
    ),
    key=("adm3_pcode",),
    shape="MultiPolygon",
)
PLACE_TABLE = TableSpec(
    "places",
    "A row a unit, or a place that an event or a site of control names",
    _of(PLACES),
    key=("place_id",),
    shape="Point",
)
ALIAS_TABLE = TableSpec(
    "aliases", "A row another written name", _of(ALIASES), links=(("place_id", "places", "place_id"),)
)
JUDGEMENT_TABLE = TableSpec(
    "judgements", "A row a person's decision about a name", _of(JUDGEMENTS), key=("judgement_id",)
)
SOURCE_TABLE = TableSpec("sources", "A row a reporter's side over a time", _of(SOURCES))
ACTOR_TABLE = TableSpec("actors", "A row an actor", _of(ACTORS), key=("actor_id",))
EVIDENCE_TABLES = (EVENT_TABLE, ASSERTION_TABLE, ACTIVITY_TABLE)
CONTROL_TABLES = (SPAN_TABLE, MONTH_TABLE, TRANSITION_TABLE, SHARE_TABLE, SITE_TABLE)
REFERENCE_TABLES = (
    TOWNSHIP_TABLE, PLACE_TABLE, ALIAS_TABLE, JUDGEMENT_TABLE, SOURCE_TABLE, ACTOR_TABLE,
)  # fmt: skip
TABLES = (*EVIDENCE_TABLES, *CONTROL_TABLES, *REFERENCE_TABLES)
