"""Which reports would reach nobody: every kind sent through the routing table, before anybody signs.

Who founds an organisation with one office has most reports end nowhere: the phone then tells the person that
no office can receive them. That is honest, and too late. So the draft is asked beforehand, in the words of
the form: who is complained about, of which entity, what for; then again for a conflict of interest.

Not counted: what the table itself sends outside (a force that is not of the United Nations).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from app.domain.directory import Directory, parse_directory
from app.domain.facts import ACCUSED, CATEGORIES, CONFLICTS, Facts
from app.domain.routing import Search, excluded
from app.sealing import timestamps
from app.services.workspace import Json

NOT_OF_AN_ENTITY = ("mandated_force", "other_force", "unknown")  # the form asks for no entity
GUIDE = "See docs/founding.md §2."


class End(Enum):
    """Where a report ends; `OUTSIDE` is a page that the table names on purpose."""

    OFFICE = auto()
    OUTSIDE = auto()
    NOWHERE = auto()


@dataclass(frozen=True, slots=True)
class Gap:
    """What is lost of reports about these entities; no entity: about people of none that is named.

    `accused` is empty where it does not matter who is complained about.
    """

    entities: tuple[str, ...]
    missing: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]  # (categories, accused)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many kinds of reports were tried and how many reach nobody; then the same with a conflict."""

    tried: int
    lost: int
    gaps: tuple[Gap, ...]
    tried_in_conflict: int
    lost_in_conflict: int


def warnings(draft: Json, at: datetime) -> Iterator[str]:
    """What would reach nobody if this draft were signed, in words; nothing when all is well."""
    dates = {"version": 1, "previous": "0" * 64, "issued": timestamps.write(at)}
    yield from lines(reach(parse_directory(draft | dates | {"expires": timestamps.write(at)}), at))


def reach(directory: Directory, at: datetime) -> Reach:
    """Send every kind of report through the table of a directory, as it stands at that moment."""
    ends = [(facts, end(directory, facts, at)) for facts in every_kind(directory)]
    lost = [facts for facts, where in ends if where is End.NOWHERE]
    reached = [facts for facts, where in ends if where is End.OFFICE]
    one_country = {(each.accused, each.entity, each.categories): each for each in reached}
    in_conflict = [replace(each, conflict=(kind,)) for each in one_country.values() for kind in CONFLICTS]
    left = sum(end(directory, facts, at) is End.NOWHERE for facts in in_conflict)
    return Reach(len(ends), len(lost), tuple(gaps(lost, reached)), len(in_conflict), left)


def every_kind(directory: Directory) -> Iterator[Facts]:
    """One report of each kind: about whom, of which entity or none, what for, in which country."""
    named = {country for each in directory.offices for country in each.countries}
    nowhere: tuple[str | None, ...] = (None,)
    for category in CATEGORIES:
        for accused in ACCUSED:
            for country in sorted(named) or nowhere:
                yield Facts(accused=accused, categories=(category,), country=country, child="no")
            if accused in NOT_OF_AN_ENTITY:
                continue
            for entity in directory.entities:
                for country in entity.countries or nowhere:
                    yield Facts(accused, entity.id, None, entity.id, (category,), country, "no")


def end(directory: Directory, facts: Facts, at: datetime) -> End:
    """Where a report ends. Half of `route`: who gets copies is not asked."""
    search = Search(directory, facts, at, excluded(directory, facts, at))
    row, primary = search.decided(facts.categories[0])
    if row.page is not None:
        return End.OUTSIDE
    return End.NOWHERE if primary is None else End.OFFICE


def gaps(lost: Sequence[Facts], reached: Sequence[Facts]) -> Iterator[Gap]:
    """What is lost, put together for entities that lose the same and for categories that lose the same."""
    some = {(each.entity, each.categories) for each in reached}
    accused: dict[str | None, dict[str, dict[str, None]]] = {}
    for each in lost:
        whom = accused.setdefault(each.entity, {}).setdefault(each.categories[0], {})
        whom |= {each.accused: None} if (each.entity, each.categories) in some else {}
    alike: dict[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...], list[str | None]] = {}
    for entity, missing in accused.items():
        alike.setdefault(together(missing), []).append(entity)
    for shape, entities in alike.items():
        if None in entities:
            yield Gap((), shape)
        if named := tuple(each for each in entities if each is not None):
            yield Gap(named, shape)


def together(missing: dict[str, dict[str, None]]) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The categories that lose the same, each with about whom."""
    found: dict[tuple[str, ...], list[str]] = {}
    for category, whom in missing.items():
        found.setdefault(tuple(whom), []).append(category)
    return tuple((tuple(categories), whom) for whom, categories in found.items())


def lines(found: Reach) -> Iterator[str]:
    """What would reach nobody, in words; nothing when all is well."""
    if found.lost:
        yield f"NOBODY would get {found.lost} of {found.tried} kinds of reports. {GUIDE}"
        yield from (line for gap in found.gaps for line in said(gap))
    if found.lost_in_conflict:
        yield (
            "With a conflict of interest (about an office, its officers or its head) nobody would get "
            f"{found.lost_in_conflict} of {found.tried_in_conflict} kinds that have an office otherwise. "
            f"{GUIDE}"
        )


def said(gap: Gap) -> Iterator[str]:
    """One gap: about whom, then a line for the categories that lose the same."""
    yield f"  about {', '.join(gap.entities) or 'people of no named entity'}:"
    for categories, accused in gap.missing:
        named = "everything" if len(categories) == len(CATEGORIES) else ", ".join(categories)
        yield f"      {named}" + (f" (by {', '.join(accused)})" if accused else "")
