"""Rows of the routing table as frozen values: conditions over the facts, and where to look for an office.

The table is data in the signed directory. It is read here, once; `app.domain.routing` evaluates it. A field
of a condition, a role or an `of` that nobody knows holds for nobody, so a later table does no harm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain import fields
from app.domain.errors import BadInput

Value = str | bool | None
Condition = Mapping[str, frozenset[Value]]  # field to the values that it may have; all fields must hold


@dataclass(frozen=True, slots=True)
class Target:
    """Where to look for an office: a role, and whose: entity, contracting, own, country, oversight, any."""

    role: str
    of: str
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """It holds when one of its conditions does; the first row that holds decides.

    `to` is tried in order; each list of `copy` adds at most one co-recipient. `page` is shown when there is
    no office. `joins`: as the row of a further category, its primary becomes a co-recipient too.
    `fallback`: only for a row whose targets name nobody.
    """

    id: str
    reason: str
    when: tuple[Condition, ...] = ()
    to: tuple[Target, ...] = ()
    copy: tuple[tuple[Target, ...], ...] = ()
    page: str | None = None
    inquiry: bool = False
    joins: bool = False
    fallback: bool = False


def parse_row(raw: Mapping[str, Any]) -> Row:
    """Read a row.

    Raises:
        BadInput: a field is missing or has another shape; names the field.
    """
    copies = raw.get("copy", [])
    if not isinstance(copies, list):
        raise BadInput("copy", "must be a list of lists of targets")
    return Row(
        id=fields.text(raw, "id"),
        reason=fields.text(raw, "reason"),
        when=tuple(map(parse_condition, fields.mappings(raw, "when"))),
        to=parse_targets(raw, "to"),
        copy=tuple(parse_targets({"copy": listed}, "copy") for listed in copies),
        page=fields.text(raw, "page") if "page" in raw else None,
        inquiry=raw.get("inquiry") is True,
        joins=raw.get("joins") is True,
        fallback=raw.get("fallback") is True,
    )


def parse_targets(raw: Mapping[str, Any], name: str) -> tuple[Target, ...]:
    """A list of targets."""
    return tuple(map(parse_target, fields.mappings(raw, name)))


def parse_target(raw: Mapping[str, Any]) -> Target:
    """Where to look for an office."""
    when = parse_condition(fields.mapping(raw, "when")) if "when" in raw else {}
    return Target(fields.text(raw, "role"), fields.text(raw, "of"), when)


def parse_condition(raw: Mapping[str, Any]) -> Condition:
    """Fields and the values that they may have: texts, yes or no, or null."""
    for allowed in raw.values():
        if not isinstance(allowed, list) or not all(isinstance(each, str | bool | None) for each in allowed):
            raise BadInput("when", "must be lists of texts, true, false or null")
    return {name: frozenset(allowed) for name, allowed in raw.items()}
