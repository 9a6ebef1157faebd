"""The directories of the routing vectors: the demonstration's offices and variations, always the same.

Ids and keys are hashes of what they belong to, so nothing in them is drawn and nothing is secret.
"""

from collections.abc import Callable, Mapping
from typing import Any

import yaml

from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.sealing.primitives import ID_BYTES, blake2b
from app.services.ceremony import NOBODY, POLICY
from app.services.demonstration import DATA, routing_rows

FROM, UNTIL = "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"
AT = "2026-06-15T12:00:00Z"
JUST_BEFORE_UNTIL = "2026-12-31T23:59:59Z"
LAPSED_SINCE = "2026-06-01T00:00:00Z"  # the keys that lapse in "one lapsed"
Json = dict[str, Any]


def seed(name: str) -> bytes:
    """32 bytes that belong to a name."""
    return blake2b(f"routing vectors: {name}".encode())


def office_id(key: str) -> str:
    """The id of the office that the demonstration names by this key."""
    return seed(f"office {key}")[:ID_BYTES].hex()


def device(name: str, until: str) -> Json:
    """A device with one seal key."""
    key = BoxKeyPair.from_secret(seed(f"seal {name}")).public.hex()
    return {
        "id": seed(f"device {name}")[:ID_BYTES].hex(),
        "sign": SignKeyPair.from_seed(seed(f"sign {name}")).public.hex(),
        "seal": [{"key": key, "from": FROM, "until": until}],
    }


def members(key: str) -> list[Json]:
    """Two focal points with a device each."""
    return [
        {"id": f"m{number}", "title": f"Focal point {letter}", "devices": [device(f"{key} {letter}", UNTIL)]}
        for number, letter in enumerate("AB", 1)
    ]


def office(key: str, entity: str, role: str, *alternate: str, **more: Any) -> Json:
    """An office, held by two focal points unless it is vacant."""
    return {
        "id": office_id(key),
        "entity": entity,
        "role": role,
        "name": more.get("name", key),
        "countries": more.get("countries", []),
        "languages": ["en"],
        "alternate": [office_id(each) for each in alternate],
        "members": [] if more.get("vacant") else members(key),
    } | ({"vacant": True} if more.get("vacant") else {})


def demonstration() -> Json:
    """The demonstration organisation, without translations."""
    data = yaml.safe_load((DATA / "demonstration.yaml").read_text())
    listed = [
        office(
            each["key"],
            each["entity"],
            each["role"],
            *each["alternate"],
            **{name: each[name] for name in ("name", "countries", "vacant") if name in each},
        )
        for each in data["offices"]
    ]
    root = SignKeyPair.from_seed(seed("root")).public.hex()
    dated = {"from": FROM, "until": UNTIL}
    return {
        "v": 1,
        "version": 1,
        "previous": NOBODY,
        "issued": FROM,
        "expires": UNTIL,
        "organisation": {
            "id": seed("organisation")[:ID_BYTES].hex(),
            "name": data["organisation"],
            "demonstration": True,
        },
        "roots": {"threshold": 1, "keys": [root]},
        "entities": [{k: v for k, v in each.items() if k != "names"} for each in data["entities"]],
        "offices": listed,
        "routing": routing_rows(),
        "relays": [{"key": BoxKeyPair.from_secret(seed("relay")).public.hex()} | dated],
        "intake": [{"key": SignKeyPair.from_seed(seed("intake")).public.hex()} | dated],
        "policy": dict(POLICY),
    }


def named(document: Json, key: str) -> Json:
    """An office of a document."""
    found: Json = next(each for each in document["offices"] if each["id"] == office_id(key))
    return found


def vacate(document: Json, *keys: str) -> Json:
    """The document with nobody in these offices."""
    for key in keys:
        named(document, key).update(members=[], vacant=True)
    return document


def everything_vacant() -> Json:
    """Nobody holds any office."""
    document = demonstration()
    for each in document["offices"]:
        each.update(members=[], vacant=True)
    return document


def circle() -> Json:
    """The two focal points of UN-Habitat stand in for each other, and nobody holds either office."""
    document = vacate(demonstration(), "habitat-conduct", "habitat-psea")
    named(document, "habitat-conduct")["alternate"] = [office_id("habitat-psea")]
    named(document, "habitat-psea")["alternate"] = [office_id("habitat-conduct")]
    return document


def nobody_at_the_entity() -> Json:
    """Nobody holds the two offices of focal points at UN-Habitat."""
    return vacate(demonstration(), "habitat-conduct", "habitat-psea")


def vacant_focal_point() -> Json:
    """Four offices whose alternates are held: of UN-Habitat, of UNICEF, of Kenya."""
    return vacate(demonstration(), "habitat-conduct", "habitat-legal", "unicef-psea", "psea-kenya")


def no_oversight() -> Json:
    """Nobody investigates for all, and nobody holds the Ethics Office."""
    return vacate(demonstration(), "oios", "ethics-office")


def one_lapsed() -> Json:
    """One of two seal keys of UN-Habitat's PSEA focal point lapsed; the same with the team of the mission."""
    document = demonstration()
    for key in ("habitat-psea", "mission-team"):
        named(document, key)["members"][0]["devices"][0]["seal"][0]["until"] = LAPSED_SINCE
    return document


def child_protection() -> Json:
    """UNICEF and UN-Habitat have somebody for children."""
    document = demonstration()
    document["offices"] += [
        office("unicef-child", "unicef", "child_protection", "unicef-psea"),
        office("habitat-child", "un-habitat", "child_protection"),
    ]
    return document


def more() -> Json:
    """More partners, an office for events, UNICEF's conduct focal point, and the office above oversight."""
    document = demonstration()
    document["entities"] += [
        {
            "id": "partner-of-two",
            "kind": "partner",
            "name": "Partner of two",
            "contracting": ["un-habitat", "unicef"],
        },
        {"id": "partner-of-none", "kind": "partner", "name": "Partner of none known", "contracting": []},
        {"id": "un-secretariat", "kind": "secretariat", "name": "Secretariat", "countries": []},
    ]
    document["offices"] += [
        office("habitat-events", "un-habitat", "event_focal", "habitat-conduct"),
        office("unicef-conduct", "unicef", "conduct_discipline", "unicef-psea"),
        office("head-office", "un-secretariat", "head_office"),
        office("women-investigations", "un-women", "investigations", "oios"),
    ]
    return document


DIRECTORIES: Mapping[str, Callable[[], Json]] = {
    "demonstration": demonstration,
    "everything vacant": everything_vacant,
    "circle": circle,
    "nobody at the entity": nobody_at_the_entity,
    "vacant focal point": vacant_focal_point,
    "no oversight": no_oversight,
    "one lapsed": one_lapsed,
    "agency with child protection": child_protection,
    "more": more,
}


EXTRA = (
    "habitat-events",
    "habitat-child",
    "unicef-child",
    "unicef-conduct",
    "head-office",
    "women-investigations",
)


def names() -> dict[str, str]:
    """The key by which tables name an office, by its id."""
    data = yaml.safe_load((DATA / "demonstration.yaml").read_text())
    return {office_id(key): key for key in [*(each["key"] for each in data["offices"]), *EXTRA]}
