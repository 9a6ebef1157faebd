"""Facts: what the routing table looks at, as the person answered. Nothing else of a report is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.errors import BadInput

ACCUSED = (
    "un_staff",
    "mission_civilian",
    "contingent",
    "un_police",
    "partner",
    "mandated_force",
    "other_force",
    "vendor",
    "event_participant",
    "self",
    "unknown",
)
# In the order of weight: the first that a report names decides its row (M6: SEA decides).
CATEGORIES = (
    "sea",
    "sexual_harassment",
    "retaliation",
    "fraud",
    "damage",
    "harassment",
    "discrimination",
    "abuse_of_authority",
    "conflict_of_interest",
    "partner_noncompliance",
    "inquiry",
    "other",
)
CHILD = ("yes", "no", "unknown")
PREFER = ("entity", "ethics_office", None)
CONFLICTS = ("recipient", "head_of_entity", "oios", "ethics_office")  # or ids of offices


@dataclass(frozen=True, slots=True)
class Facts:
    """One person's facts for one entity. Entities by id, country as ISO 3166 alpha-2."""

    accused: str = "unknown"
    entity: str | None = None
    contracting: str | None = None
    own_entity: str | None = None
    categories: tuple[str, ...] = ()
    country: str | None = None
    child: str = "unknown"
    danger: bool = False
    assistance: bool = False
    formal: bool = False
    conflict: tuple[str, ...] = ()
    prefer: str | None = None

    def without_conflict(self) -> "Facts":
        """The same person without a conflict of interest."""
        return replace(self, conflict=())

    def to_json(self) -> dict[str, Any]:
        """The form of the vectors."""
        lists = {"categories": list(self.categories), "conflict": list(self.conflict)}
        return {name: getattr(self, name) for name in self.__slots__} | lists

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Facts":
        """Read the form of the vectors; what is missing counts as not answered.

        Raises:
            BadInput: names the field that has another shape.
        """
        known = {name: raw[name] for name in cls.__slots__ if name in raw}
        for name in ("categories", "conflict"):
            known[name] = words(name, raw.get(name, []))
        for name, allowed in (("accused", ACCUSED), ("child", CHILD), ("prefer", PREFER)):
            if known.get(name, cls_default(name)) not in allowed:
                raise BadInput(name, "must be one of the words of the table")
        if set(known["categories"]) - set(CATEGORIES):
            raise BadInput("categories", "must be words of the table")
        check_types(known)
        return cls(**known)


def cls_default(name: str) -> str | None:
    """What a missing word counts as."""
    return None if name == "prefer" else "unknown"


def words(name: str, value: object) -> tuple[str, ...]:
    """A list of words."""
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise BadInput(name, "must be a list of words")
    return tuple(value)


def check_types(known: Mapping[str, Any]) -> None:
    """Entities and country are texts or null; the rest are yes or no."""
    for name in ("entity", "contracting", "own_entity", "country"):
        if not isinstance(known.get(name), str | None):
            raise BadInput(name, "must be a text or null")
    for name in ("danger", "assistance", "formal"):
        if not isinstance(known.get(name, False), bool):
            raise BadInput(name, "must be true or false")
