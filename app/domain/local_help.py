"""What an organisation says of its own place, signed in the directory: help nearby, and confirmed facts.

Help: where a person can turn who needs care or safety now, whoever they are. Facts: values of the content's
settings (a hotline's number, a deadline) that an operator has looked up and answers for; a text that needs
one is shown only where it is confirmed.

Must never: hold a default for either. Whoever reads a number here calls it in need.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain import fields
from app.domain.errors import BadInput

LONGEST_VALUE = 80  # characters of a confirmed fact: it stands within a sentence, and in an SMS
LONGEST = 200  # characters of a name, a contact, hours
COUNTRY = re.compile(r"[A-Z]{2}")
SETTING = re.compile(r"[a-z][a-z0-9_]{0,63}")
PRINTED = re.compile(r"[^\x00-\x1f\x7f\u2028\u2029]+")


class HelpKind(StrEnum):
    """What kind of help it is, in the order of urgency."""

    EMERGENCY = "emergency"
    MEDICAL = "medical"
    SAFE_PLACE = "safe_place"
    PSYCHOSOCIAL = "psychosocial"
    CHILD_HELPLINE = "child_helpline"
    LEGAL = "legal"
    POLICE = "police"


@dataclass(frozen=True, slots=True)
class HelpService:
    """A place or number that helps. `country` None: wherever the person is. `hours` None: not said."""

    country: str | None
    kind: HelpKind
    name: str
    names: Mapping[str, str]
    contact: str
    hours: str | None

    def name_in(self, lang: str) -> str:
        """Its name in a language, else its first name."""
        return self.names.get(lang, self.name)


def parse_service(raw: Mapping[str, Any]) -> HelpService:
    """Read one service.

    Raises:
        BadInput: a field is missing or has another shape; names the field.
    """
    country = raw.get("country")
    if country is not None and not (isinstance(country, str) and COUNTRY.fullmatch(country)):
        raise BadInput("country", "must be two capital letters such as KE")
    return HelpService(
        country=country,
        kind=fields.one_of(raw, "kind", HelpKind),
        name=line(raw, "name"),
        names=fields.names(raw),
        contact=line(raw, "contact"),
        hours=line(raw, "hours") if "hours" in raw else None,
    )


def parse_confirmed(raw: Mapping[str, Any]) -> Mapping[str, str]:
    """Read confirmed facts: a line each, by the setting's id.

    Raises:
        BadInput: one has another shape; names the setting if its id is one.
    """
    for setting in raw:
        if not SETTING.fullmatch(setting):
            raise BadInput("confirmed", "has a name that is no setting's id")
    return {setting: line(raw, setting, LONGEST_VALUE) for setting in raw}


def line(raw: Mapping[str, Any], name: str, longest: int = LONGEST) -> str:
    """A text on one line, not empty, of at most so many characters."""
    value = fields.text(raw, name)
    if len(value) > longest or not value.strip() or not PRINTED.fullmatch(value):
        raise BadInput(name, f"must be one line of at most {longest} characters")
    return value
