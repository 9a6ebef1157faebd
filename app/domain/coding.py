"""The statistical record of a case: its fields and what may stand in each; the same as `case/coding.ts`.

An officer fills it in after reading. There is no field for a name and none for words of one's own: whatever
is coded can be counted, and none of it tells by itself who somebody is. The fields follow the public data
model of field missions; both languages are held to `tests/vectors/coding.json`.

Must never: take a value that is not in the table, from whatever device it comes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from app.domain.case import Case
from app.domain.payloads import Event
from app.domain.registers import latest

Value = str | tuple[str, ...]
UNKNOWN = "unknown"
MOST = 9_999  # of people in one case


class Form(StrEnum):
    """What a value looks like."""

    ONE = "one"  # one of the listed values
    MANY = "many"  # some of the listed values
    COUNT = "count"  # a whole number, or unknown
    DAY = "day"  # YYYY-MM-DD
    PERIOD = "period"  # a year, a month, or a range of them such as 2024/2026; or unknown
    COUNTRY = "country"  # two capital letters
    ENTITY = "entity"  # an entity's code in the directory
    CODE = "code"  # a mission's or duty station's short code
    REF = "ref"  # eight hex digits, drawn at random: nothing of the report is in it


SHAPES: Mapping[Form, re.Pattern[str]] = MappingProxyType(
    {
        Form.COUNT: re.compile(r"unknown|0|[1-9][0-9]{0,3}"),
        Form.DAY: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        Form.PERIOD: re.compile(
            r"unknown|[12][0-9]{3}(-(0[1-9]|1[0-2]))?(/[12][0-9]{3}(-(0[1-9]|1[0-2]))?)?"
        ),
        Form.COUNTRY: re.compile(r"[A-Z]{2}"),
        Form.ENTITY: re.compile(r"[a-z0-9][a-z0-9-]{0,39}"),
        Form.CODE: re.compile(r"[A-Z0-9][A-Z0-9-]{1,15}"),
        Form.REF: re.compile(r"[0-9a-f]{8}"),
    }
)


@dataclass(frozen=True)
class Field:
    """A field of the record, and the values it may have where they are listed."""

    form: Form
    values: tuple[str, ...] = ()


def one(*values: str) -> Field:
    """One of these."""
    return Field(Form.ONE, values)


YES_NO = one("yes", "no", UNKNOWN)
COUNT, DAY, COUNTRY = Field(Form.COUNT), Field(Form.DAY), Field(Form.COUNTRY)
F = Form

FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "case_ref": Field(F.REF),
        "reporting_entity": Field(F.ENTITY),
        "contracting_entity": Field(F.ENTITY),
        "date_received": DAY,
        "date_reported_onward": DAY,
        "personnel_category": one(
            "un_staff_related",
            "pko_spm_civilian",
            "military",
            "police",
            "other_government_provided",
            "implementing_partner",
            "non_un_force",
            "vendor_contractor",
            "event_participant",
            "other",
            UNKNOWN,
        ),
        "nationality_uniformed": COUNTRY,
        "country": COUNTRY,
        "mission_or_office": Field(F.CODE),
        "allegation_type": one(
            "sexual_exploitation",
            "sexual_abuse",
            "both",
            "sexual_harassment",
            "harassment",
            "discrimination",
            "abuse_of_authority",
            "fraud",
            "property",
            "retaliation",
            "inquiry",
            "other",
            UNKNOWN,
        ),
        "allegation_subtype": one(
            "transactional",
            "exploitative_relationship",
            "assault_rape",
            "child",
            "solicitation",
            "other",
            UNKNOWN,
        ),
        "inquiry_kind": one(
            "employment_dispute",
            "reporting_procedures",
            "outside_activities",
            "conflict_of_interest",
            "financial_disclosure",
            "gifts_honours",
            "retaliation_protection",
            "other",
        ),
        "incident_period": Field(F.PERIOD),
        "victims_total": COUNT,
        "victims_women": COUNT,
        "victims_girls": COUNT,
        "victims_men": COUNT,
        "victims_boys": COUNT,
        "victims_unknown": COUNT,
        "child_involved": YES_NO,
        "perpetrators_total": COUNT,
        "perpetrators_women": COUNT,
        "perpetrators_men": COUNT,
        "perpetrators_unknown": COUNT,
        "paternity_claim": one("none", "pending", "established", "not_established"),
        "source": one("victim", "witness", "third_party", "community_mechanism", "partner", "anonymous"),
        "assistance_status": one(
            "offered", "accepted", "referred", "received", "declined", "not_possible", UNKNOWN
        ),
        "assistance_types": Field(
            F.MANY,
            ("medical", "psychosocial", "safety", "legal", "basic", "education_livelihood", "child_support"),
        ),
        "investigating_body": one("oios", "own_office", "troop_contributor", "joint", "partner", "none"),
        "investigation_status": one(
            "initial_assessment", "pending", "ongoing", "completed", "closed_without"
        ),
        "date_investigation_opened": DAY,
        "date_investigation_closed": DAY,
        "finding": one(
            "substantiated",
            "unsubstantiated",
            "not_sea",
            "insufficient_evidence",
            "closure_memo",
            "pending",
        ),
        "interim_action": one(
            "none", "suspension", "leave", "reassignment", "repatriation", "contract_pause"
        ),
        "final_action": one(
            "dismissal_termination",
            "contract_end",
            "repatriation",
            "jail",
            "other",
            "none",
            "pending",
        ),
        "criminal_referral": one("none", "state_of_nationality", "host_state", "partner_state"),
        "date_criminal_referral": DAY,
        "member_state_notified": one("yes", "not_applicable"),
        "date_member_state_notified": DAY,
        "partner_action": one(
            "none",
            "asked_to_act",
            "investigating",
            "corrective_measures",
            "contract_paused",
            "contract_ended",
        ),
        "partner_noncooperation": one("yes", "no"),
        "payments_withheld": one("yes", "no"),
        "clearcheck_submitted": one("yes", "no", "not_applicable"),
        "date_clearcheck": DAY,
    }
)

SEA = frozenset({"sexual_exploitation", "sexual_abuse", "both"})
UNIFORMED = frozenset({"military", "police", "other_government_provided"})
BY_PERSON = {
    "victims": ("women", "girls", "men", "boys", "unknown"),
    "perpetrators": ("women", "men", "unknown"),
}
IN_ORDER = (
    ("date_received", "date_reported_onward"),
    ("date_received", "date_investigation_opened"),
    ("date_investigation_opened", "date_investigation_closed"),
)


def is_valid(name: str, value: object) -> bool:
    """Whether the table allows this value in this field."""
    field = FIELDS.get(name)
    if field is None:
        return False
    if field.form is Form.MANY:
        return isinstance(value, tuple) and len(set(value)) == len(value) and set(value) <= set(field.values)
    if not isinstance(value, str):
        return False
    if field.form is Form.ONE:
        return value in field.values
    return SHAPES[field.form].fullmatch(value) is not None and (field.form is not Form.DAY or is_day(value))


def is_day(value: str) -> bool:
    """Whether there is such a day."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def coded(case: Case) -> dict[str, Value]:
    """The record of a case: of each field what was said last; what the table does not allow is left out."""
    said = latest(case.events, Event.CODING)
    return {name: said[name].value for name in FIELDS if name in said and is_valid(name, said[name].value)}


def days_open(record: Mapping[str, Value], today: date) -> int | None:
    """Days from the opening of the investigation to its end, or to today; None: it was never opened."""
    opened, closed = record.get("date_investigation_opened"), record.get("date_investigation_closed")
    if not isinstance(opened, str):
        return None
    end = date.fromisoformat(closed) if isinstance(closed, str) else today
    return (end - date.fromisoformat(opened)).days


def doubts(record: Mapping[str, Value]) -> tuple[str, ...]:
    """What does not fit together, by name; the officer decides, nothing is changed."""
    found = [f"{whom}_sum" for whom, parts in BY_PERSON.items() if not adds_up(record, whom, parts)]
    found += [
        f"{later}_early" for first, later in IN_ORDER if is_before(record.get(later), record.get(first))
    ]
    children = sum(number(record, f"victims_{which}") or 0 for which in ("girls", "boys"))
    if children > 0 and record.get("child_involved", "yes") != "yes":
        found.append("child")
    category = record.get("personnel_category")
    if "nationality_uniformed" in record and isinstance(category, str) and category not in UNIFORMED:
        found.append("nationality")
    return tuple(found)


def adds_up(record: Mapping[str, Value], whom: str, parts: tuple[str, ...]) -> bool:
    """Whether the numbers by sex and age give the total, as far as all are known."""
    total = number(record, f"{whom}_total")
    counted = [number(record, f"{whom}_{part}") for part in parts]
    known = [each for each in counted if each is not None]
    if total is None or not known:
        return True
    return sum(known) == total if len(known) == len(counted) else sum(known) <= total


def number(record: Mapping[str, Value], name: str) -> int | None:
    """A number of the record; None when it is not stated or unknown."""
    value = record.get(name)
    return int(value) if isinstance(value, str) and value.isdigit() else None


def is_before(later: Value | None, first: Value | None) -> bool:
    """Whether two days stand in the wrong order."""
    return isinstance(later, str) and isinstance(first, str) and later < first
