"""Routing: which office a report goes to, decided on the reporter's device (policy rows R1 to R26, M1 to M7).

The table is data in the signed directory; this is its evaluator. `client/src/directory/routing.ts` is its
twin, and `tests/vectors/routing.json` holds both. The first row that holds decides; rows about conflicts of
interest stand first. A vacant or lapsed office passes to the next of its chain; one with a conflict gets
nothing.

M5 and M8 are work of the desk, not routing. M7: call once for each entity.
Must never: leave a report without a recipient in silence; then the page says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.directory import Directory, Entity, EntityKind, Office, OfficeId, Role, can_receive
from app.domain.facts import CATEGORIES, Facts
from app.domain.rows import Condition, Row, Target, Value

NO_OFFICE = "no_office"
NOWHERE = Row("none", NO_OFFICE)  # no row holds
HELP_CHAIN = (  # M3: who arranges help
    Target("victims_rights", "country"),
    Target("psea", "entity"),
    Target("psea", "contracting"),
    Target("inter_agency_psea", "country"),
    Target("inter_agency_psea", "any"),
    Target("victims_rights", "any"),
)
CHILD_CHAIN = (  # M1: only where an organisation has one
    Target("child_protection", "entity"),
    Target("child_protection", "contracting"),
    Target("child_protection", "country"),
)
INDEPENDENT = {Role.INVESTIGATIONS, Role.ETHICS_OFFICE, Role.VICTIMS_RIGHTS, Role.INTER_AGENCY_PSEA}


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An office that did not get the report, and why: conflict, vacant or lapsed."""

    office: str
    why: str


@dataclass(frozen=True, slots=True)
class Route:
    """Where a report goes. `page` instead of an office: outside_un_authority, no_office."""

    row: str
    reason: str
    primary: str | None
    copies: tuple[str, ...]
    assistance: str | None
    page: str | None
    urgent: bool
    child_page: bool
    inquiry: bool
    passed_over: tuple[PassedOver, ...]

    def to_json(self) -> dict[str, Any]:
        """The form of the vectors."""
        return {
            "row": self.row,
            "reason": self.reason,
            "primary": self.primary,
            "copies": list(self.copies),
            "assistance": self.assistance,
            "page": self.page,
            "urgent": self.urgent,
            "child_page": self.child_page,
            "inquiry": self.inquiry,
            "passed_over": [{"office": each.office, "why": each.why} for each in self.passed_over],
        }


def route(directory: Directory, facts: Facts, at: datetime) -> Route:
    """Decide where a report with these facts goes at that moment; the same in every implementation."""
    search = Search(directory, facts, at, excluded(directory, facts, at))
    first, *further = by_weight(facts.categories)
    own = search.row_for(first)
    row, primary = search.decided(first)
    copies = search.copies(own, first, further, primary) if primary else []
    return Route(
        row=row.id,
        reason=row.reason,
        primary=primary,
        copies=tuple(copies),
        assistance=search.first_of(HELP_CHAIN, first) if facts.assistance else None,
        page=own.page or (None if primary else NO_OFFICE),
        urgent=facts.danger or facts.child != "no",
        child_page=facts.child != "no",
        inquiry=own.inquiry,
        passed_over=tuple(PassedOver(office, why) for office, why in search.passed_over.items()),
    )


def by_weight(categories: Sequence[str]) -> list[str]:
    """The categories, the one that decides first (M6: SEA decides); none counts as other."""
    return sorted(set(categories) or {"other"}, key=CATEGORIES.index)


def excluded(directory: Directory, facts: Facts, at: datetime) -> frozenset[str]:
    """The offices that must get nothing, because the person complained about may work there."""
    kinds = conflicts(directory, facts)
    offices = {each.id for each in directory.offices if each.id in facts.conflict}
    if "oios" in kinds:
        offices |= {each.id for each in directory.offices if is_oversight(directory, each)}
    if "ethics_office" in kinds:
        offices |= {each.id for each in directory.offices if each.role is Role.ETHICS_OFFICE}
    if kinds & {"recipient", "head_of_entity"}:
        offices |= of_the_recipient(directory, facts, at, kinds)
    return frozenset(offices)


def conflicts(directory: Directory, facts: Facts) -> set[str]:
    """The kinds of conflict: as named, as the named offices mean, and as the accused's own entity means."""
    kinds = {
        each for each in facts.conflict if each in ("recipient", "head_of_entity", "oios", "ethics_office")
    }
    for office in directory.offices:
        named = office.id in facts.conflict
        own = facts.accused == "un_staff" and office.entity == facts.entity
        if is_oversight(directory, office) and (named or own):
            kinds.add("oios")
        elif office.role is Role.ETHICS_OFFICE and (named or own):
            kinds.add("ethics_office")
        elif named and office.role not in INDEPENDENT:
            kinds.add("recipient")
    return kinds


def is_oversight(directory: Directory, office: Office) -> bool:
    """Whether it investigates for all: an investigations office of an oversight entity."""
    kind = next((each.kind for each in directory.entities if each.id == office.entity), None)
    return office.role is Role.INVESTIGATIONS and kind is EntityKind.OVERSIGHT


def of_the_recipient(directory: Directory, facts: Facts, at: datetime, kinds: set[str]) -> set[OfficeId]:
    """The office that would get the report, and those that the same person may hold or stand above.

    These are the offices of its entity, of the entity of an office that was named, and of the entity whose
    head is complained about. Independent offices stay in, but for the recipient itself.
    """
    plain = Search(directory, facts.without_conflict(), at, frozenset())
    _, usual = plain.decided(by_weight(facts.categories)[0])
    dependent = [each for each in directory.offices if each.role not in INDEPENDENT]
    entities: set[str | None] = {each.entity for each in directory.offices if each.id == usual}
    entities |= {each.entity for each in dependent if each.id in facts.conflict}
    entities |= {facts.entity} if "head_of_entity" in kinds else set()
    recipient = {OfficeId(usual)} if usual is not None and "recipient" in kinds else set()
    return recipient | {each.id for each in dependent if each.entity in entities}


@dataclass(frozen=True, slots=True)
class Search:
    """Looking for offices with one person's facts; notes whom it passed over."""

    directory: Directory
    facts: Facts
    at: datetime
    excluded: frozenset[str]
    passed_over: dict[str, str] = field(default_factory=dict)

    def row_for(self, category: str) -> Row:
        """The first row that holds for a category."""
        rows = (row for row in self.directory.routing if not row.fallback)
        return next((row for row in rows if any(self.holds(when, category) for when in row.when)), NOWHERE)

    def decided(self, category: str) -> tuple[Row, str | None]:
        """The row for a category and whom it names; the fallback row when it names nobody and has no page."""
        row = self.row_for(category)
        primary = self.first_of(row.to, category)
        if primary is None and row.page is None:
            row = next((each for each in self.directory.routing if each.fallback), row)
            primary = self.first_of(row.to, category)
        return row, primary

    def holds(self, when: Condition, category: str) -> bool:
        """Whether every field that a condition names has one of the listed values."""
        return all(not allowed.isdisjoint(self.values(name, category)) for name, allowed in when.items())

    def values(self, name: str, category: str) -> set[Value]:
        """The values of a field; only `conflict` can have several. A field nobody knows has none."""
        facts = self.facts
        if name == "conflict":  # looks through every office; rows ask for it less often than for the others
            return {*conflicts(self.directory, facts)}
        entity = self.entity(facts.entity)
        known: dict[str, set[Value]] = {
            "accused": {facts.accused},
            "category": {category},
            "entity_kind": {entity.kind.value if entity else "none"},
            "contracting": {"known" if self.contracting() else "unknown"},
            "formal": {facts.formal},
            "prefer": {facts.prefer},
        }
        return known.get(name, set())

    def entity(self, wanted: str | None) -> Entity | None:
        """The entity with this id, if it is listed."""
        return next((each for each in self.directory.entities if each.id == wanted), None)

    def contracting(self) -> str | None:
        """Who engages the partner: as told, or the only one that the directory names."""
        told = self.entity(self.facts.contracting)
        if told:
            return told.id
        partner = self.entity(self.facts.entity)
        return partner.contracting[0] if partner and len(partner.contracting) == 1 else None

    def first_of(self, targets: Iterable[Target], category: str) -> str | None:
        """The first office that the targets name and that can receive, or one that stands in for it."""
        for target in targets:
            if not self.holds(target.when, category):
                continue
            for office in self.named_by(target):
                if found := self.standing(office):
                    return found
        return None

    def named_by(self, target: Target) -> list[Office]:
        """The offices that a target names: those for the person's country first, then those for any."""
        facts, of = self.facts, target.of
        owner = {"entity": facts.entity, "own": facts.own_entity, "contracting": self.contracting()}
        offices = [each for each in self.directory.offices if each.role == target.role]
        local = [each for each in offices if facts.country in each.countries]
        anywhere = [each for each in offices if not each.countries]
        if of == "country":
            return local
        if of == "any":
            return local + anywhere
        if of == "oversight":
            return [each for each in local + anywhere if is_oversight(self.directory, each)]
        elsewhere = [each for each in offices if each not in local and each not in anywhere]
        return [each for each in local + anywhere + elsewhere if each.entity == owner.get(of)]

    def standing(self, office: Office) -> str | None:
        """The office, or who stands in for it (M4): its chain, then the chains of those, each once."""
        waiting = [office]
        for each in waiting:  # grows while it is gone through
            why = self.hindrance(each)
            if why is None:
                return each.id
            self.passed_over.setdefault(each.id, why)
            for wanted in each.alternate:
                waiting += [
                    other for other in self.directory.offices if other.id == wanted and other not in waiting
                ]
        return None

    def hindrance(self, office: Office) -> str | None:
        """Why an office cannot get this report, or None."""
        if office.id in self.excluded:
            return "conflict"
        if office.vacant:
            return "vacant"
        return None if can_receive(self.directory, office, self.at) else "lapsed"

    def copies(self, row: Row, first: str, further: Sequence[str], primary: str) -> list[str]:
        """The co-recipients: of the row, of further categories (M6), and where it may be a child (M1)."""
        wanted = [self.first_of(targets, first) for targets in row.copy]
        for category in further:
            other = self.row_for(category)
            wanted += [self.first_of(targets, category) for targets in other.copy]
            wanted += [self.first_of(other.to, category)] if other.joins else []
        wanted += [self.first_of(CHILD_CHAIN, first)] if self.facts.child != "no" else []
        return [each for each in dict.fromkeys(wanted) if each is not None and each != primary]
