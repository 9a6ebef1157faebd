"""Whether the parts of a directory fit together: what a schema cannot see, looked at before anybody signs.

A directory that fails here would be believed by clients and then leave reports without a reader, or be
refused by them after the root holders have met. Clients do not repeat these checks.

Must never: decide whether a document may be trusted, or name what stands in it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.domain.directory import Device, Directory, can_receive
from app.domain.errors import BadInput

MOST_DEVICES = 8  # the slots of an envelope
PARTS = (  # of the document, in words, and the command of `speakup org` that fills it
    ("entities", "entity", "entity add"),
    ("offices", "office", "office add"),
    ("routing", "routing table", "routing"),
    ("relays", "relay key", "relay-key"),
    ("intake", "intake key", "intake-key"),
)
Rule = tuple[str, str, Callable[[Directory], bool]]  # field, what to do about it, whether it holds


def check_filled(document: Mapping[str, Any]) -> None:
    """Refuse a document in which a part has nothing at all yet; names all such parts, and what fills them.

    Raises:
        BadInput: something is missing.
    """
    empty = [f"no {name} (`{command}`)" for part, name, command in PARTS if not document.get(part)]
    if empty:
        raise BadInput("the draft", "has " + ", ".join(empty) + " yet")


def check(directory: Directory) -> None:
    """Refuse a directory whose parts do not fit together.

    Raises:
        BadInput: names the part and what to do about it.
    """
    for field, problem, holds in RULES:
        if not holds(directory):
            raise BadInput(field, problem)


def known_entities(directory: Directory) -> bool:
    """Offices and partners name listed entities only."""
    listed = {each.id for each in directory.entities}
    named = {each.entity for each in directory.offices}
    return named.union(*(each.contracting for each in directory.entities)) <= listed


def known_alternates(directory: Directory) -> bool:
    """The offices that stand in are listed, and none stands in for itself."""
    listed = {each.id for each in directory.offices}
    return all(set(each.alternate) <= listed - {each.id} for each in directory.offices)


def different_ids(directory: Directory) -> bool:
    """No entity, office, device or row shares its id with another."""
    entities = distinct(each.id for each in directory.entities)
    offices = distinct(each.id for each in directory.offices)
    rows = distinct(row.id for row in directory.routing)
    return entities and offices and rows and distinct(each.id for each in devices_of(directory))


def different_keys(directory: Directory) -> bool:
    """No key stands twice: an envelope is never sealed to the same key two times."""
    devices = devices_of(directory)
    seal = distinct(dated.key for device in devices for dated in device.seal)
    return seal and distinct(device.sign for device in devices)


def enough_devices(directory: Directory) -> bool:
    """Every office that is not vacant can receive when the directory is issued, and fits an envelope."""
    held = [each for each in directory.offices if not each.vacant]
    return all(
        can_receive(directory, each, directory.issued) and len(each.devices) <= MOST_DEVICES for each in held
    )


def enough_roots(directory: Directory) -> bool:
    """The threshold can be reached."""
    roots = directory.roots
    return roots is None or (distinct(roots.keys) and 1 <= roots.threshold <= len(roots.keys))


def server_keys(directory: Directory) -> bool:
    """The relay and the web have a key that is valid when the directory is issued."""
    keys = (directory.relays, directory.intake)
    return all(any(each.valid(directory.issued) for each in listed) for listed in keys)


def devices_of(directory: Directory) -> list[Device]:
    """Every listed device."""
    return [device for office in directory.offices for device in office.devices]


def distinct(values: Iterable[str]) -> bool:
    """Whether no value stands twice."""
    listed = list(values)
    return len(set(listed)) == len(listed)


RULES: tuple[Rule, ...] = (
    ("entities", "one is named that is not listed; add it with `entity add`", known_entities),
    ("alternate", "an office names one that is not listed, or itself; see `show`", known_alternates),
    ("ids", "two entities, offices, devices or rows have the same id", different_ids),
    ("keys", "a device's key stands twice; make a new device instead of copying one", different_keys),
    (
        "devices",
        "an office has too few devices that hold a valid key, or more than eight; `show` marks it: "
        "add devices, or mark it vacant",
        enough_devices,
    ),
    ("roots", "the threshold cannot be reached", enough_roots),
    (
        "server keys",
        "the relay or the intake has no valid key; make them with `relay-key`, `intake-key`",
        server_keys,
    ),
)
