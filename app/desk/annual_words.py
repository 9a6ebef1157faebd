"""What stands in the letter of an annual package; the same English as in `account/annualWords.ts`."""

from collections.abc import Mapping
from types import MappingProxyType

Names = Mapping[str, str]

TITLE = "Annual package: sexual exploitation and abuse, sexual harassment"
DRAFT = "DRAFT. Nobody has signed this."
SMALL = "Numbers below five are hidden, and with them those from which they could be worked out."
UNFIT = "What does not fit together"
ALLEGATIONS = "(a) Allegations"
ALL = "All"
EXPLAIN = "What a person has to explain"
CERTIFIED = (
    "Were all credible allegations reported? The desk does not know. "
    "The head of the entity certifies it here, or says what was not:"
)
SIGNATORY = "Name and title of who signs"
SIGNED = "Signature and date"
COUNTED_ON = "Counted from the records of the office on"
PERIOD = "Period"
HIDDEN = "hidden"
UNSTATED = "not stated"

KIND_NAMES: Names = MappingProxyType(
    {
        "sea": "Sexual exploitation or abuse",
        "sexual_harassment": "Sexual harassment",
        "harassment": "Harassment",
        "discrimination": "Discrimination",
        "abuse_of_authority": "Abuse of authority",
        "fraud": "Fraud or theft",
        "property": "Damage to property",
        "retaliation": "Retaliation",
        "inquiry": "Question about ethics",
        "other": "Other",
        "unknown": "Not known",
        "not_stated": "Not stated",
    }
)
ENDING_NAMES: Names = MappingProxyType(
    {
        "received": "Received",
        "reported_onward": "Reported onward",
        "transferred": "Transferred",
        "not_sea": "Found not to be sexual exploitation or abuse",
        "pending": "Pending",
        "unexplained": "Closed, and none of this is recorded",
        "inquiry": "Questions, which are no allegations",
        "ongoing": "Investigations under way as at",
    }
)
DIFFERENCE_NAMES: Names = MappingProxyType(
    {
        "unexplained": "Closed, and none of this is recorded",
        "uncoded": "Cases whose kind of allegation is not recorded",
        "undated": "Cases of which no day of receipt is known",
        "destroyed": "Cases destroyed in this period; their kind is no longer known",
        "left": "Cases from which this officer stepped back",
        "unopened": "Envelopes of this period that could not be opened here",
        "pending": "Pending",
    }
)
NIL: Names = MappingProxyType(
    {
        "none": "{kind}: none was received in this period.",
        "some": "{kind}: allegations were received in this period.",
        "unsure": "{kind}: none is on record, but not everything could be counted. "
        "Nobody can say from this that there was none.",
    }
)
PARTS: Names = MappingProxyType(
    {
        "training": "(b) Training and awareness",
        "partners": "(c) Partners",
        "field": "In the field",
        "events": "Events",
        "survey": "Survey",
        "words": "In words",
    }
)
NAMES: Names = MappingProxyType(
    {
        "entity": "Entity",
        "from": "Beginning of the period",
        "until": "End of the period",
        "as_at": "As at",
        "legal_basis": "Legal basis",
        "trained_staff": "Staff trained",
        "target_staff": "Staff to be trained",
        "trained_non_staff": "Non-staff personnel trained",
        "target_non_staff": "Non-staff personnel to be trained",
        "trained_partner": "Partner personnel trained",
        "target_partner": "Partner personnel to be trained",
        "sessions": "Training sessions by place",
        "reached": "People in communities who were told of the rules",
        "agreements": "Agreements with partners in force",
        "with_clause": "Agreements that forbid sexual exploitation and abuse",
        "assessed": "Partners assessed",
        "partners_trained": "Partners trained",
        "below_standard": "Partners below the standard",
        "terminated": "Agreements ended because of it",
        "locations": "Locations",
        "focal_points": "Focal points named",
        "locations_without": "Locations without a focal point",
        "locations_with_mechanism": "Locations with a community-based complaint mechanism",
        "risk_due": "Risk assessments due",
        "risk_done": "Risk assessments done",
        "actions_done": "Items of the action plan done",
        "actions_open": "Items of the action plan open",
        "events_held": "Events held",
        "events_with_code": "Events at which the code of conduct was given out",
        "fear_retaliation": "Fear retaliation, percent of those asked",
        "unsure_where": "Do not know where to refer somebody, percent of those asked",
        "unreported": "What was not reported onward, and why",
        "limitations": "Limitations",
        "good_practices": "Good practices",
        "needs": "Needs",
    }
)
CHECKS: Names = MappingProxyType(
    {
        "missing": "{name}: not stated.",
        "day": "{name}: this is no day.",
        "order": "{name}: earlier than “{other}”.",
        "number": "{name}: this is no number.",
        "negative": "{name}: less than zero.",
        "percent": "{name}: more than a hundred percent.",
        "place": "{name}: a number without a place.",
        "above": "{name}: more than “{other}”.",
    }
)
