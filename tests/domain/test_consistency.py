"""What `speakup org` looks at before anybody signs: every rule passes a good directory and sees its fault."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain import consistency
from app.domain.directory import parse_directory
from app.domain.errors import BadInput

Json = dict[str, Any]
FROM, UNTIL = "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"
MARKER = "marker-word"


def dated(number: int) -> Json:
    """A key that is valid when the directory is issued."""
    return {"key": f"{number:064x}", "from": FROM, "until": UNTIL}


def device(number: int) -> Json:
    """A device with ids and keys of its own."""
    return {"id": f"{number:032x}", "sign": f"{number + 500:064x}", "seal": [dated(number)]}


def office(number: int, *devices: int) -> Json:
    """An office with one focal point and these devices."""
    member = {"id": "m1", "title": "Focal point A", "devices": [device(each) for each in devices]}
    return {
        "id": f"{number:032x}",
        "entity": "example",
        "role": "psea",
        "name": "Office",
        "alternate": [],
        "members": [member],
    }


def good() -> Json:
    """A directory whose parts fit together."""
    return {
        "version": 1,
        "previous": "0" * 64,
        "issued": FROM,
        "expires": UNTIL,
        "organisation": {"id": "0" * 32, "name": "Example"},
        "roots": {"threshold": 1, "keys": ["a" * 64, "b" * 64]},
        "entities": [
            {"id": "example", "name": "Example", "kind": "secretariat"},
            {"id": "partner", "name": "Partner", "kind": "partner", "contracting": ["example"]},
        ],
        "offices": [office(1, 11, 12), office(2, 21, 22)],
        "routing": [{"id": "R1", "reason": "why", "when": [{}], "to": []}],
        "relays": [dated(1)],
        "intake": [dated(2)],
        "policy": {"min_devices": 2, "batch": {"min": 1, "timeout": 1, "deadline": 1}},
    }


FAULTS: tuple[tuple[str, Callable[[Json], object]], ...] = (
    ("entities", lambda d: d["offices"][0].update(entity=MARKER)),
    ("entities", lambda d: d["entities"][1].update(contracting=[MARKER])),
    ("alternate", lambda d: d["offices"][0].update(alternate=[MARKER])),
    ("alternate", lambda d: d["offices"][0].update(alternate=[d["offices"][0]["id"]])),
    ("ids", lambda d: d["entities"].append(d["entities"][0])),
    ("ids", lambda d: d["offices"].append(office(1, 31, 32))),
    ("ids", lambda d: d["routing"].append(d["routing"][0])),
    ("ids", lambda d: d["offices"][1]["members"][0]["devices"][0].update(id=f"{11:032x}")),
    ("keys", lambda d: d["offices"][1]["members"][0]["devices"][0].update(seal=[dated(11)])),
    ("keys", lambda d: d["offices"][1]["members"][0]["devices"][0].update(sign=f"{511:064x}")),
    ("devices", lambda d: d["offices"][0]["members"][0]["devices"].pop()),
    ("devices", lambda d: d["offices"][0]["members"][0]["devices"][0]["seal"][0].update(until=FROM)),
    ("devices", lambda d: d["offices"].append(office(3, *range(31, 40)))),
    ("roots", lambda d: d["roots"].update(threshold=3)),
    ("roots", lambda d: d["roots"].update(keys=["a" * 64, "a" * 64])),
    ("server keys", lambda d: d["relays"][0].update({"from": UNTIL})),
    ("server keys", lambda d: d["intake"].clear()),
)


def test_a_directory_whose_parts_fit_together_passes() -> None:
    consistency.check(parse_directory(good()))


@pytest.mark.parametrize(("field", "spoil"), FAULTS)
def test_parts_that_do_not_fit_are_named_without_what_stands_in_them(
    field: str, spoil: Callable[[Json], object]
) -> None:
    document = good()
    spoil(document)

    with pytest.raises(BadInput) as refused:
        consistency.check(parse_directory(document))

    assert refused.value.field == field
    assert MARKER not in str(refused.value)


def test_a_vacant_office_needs_no_device_while_another_is_held() -> None:
    document = good()
    document["offices"][0].update(members=[])

    consistency.check(parse_directory(document))
