"""Reading a directory: what is missing is named, what stood there is not repeated; keys by date."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from app.domain.directory import Directory, can_receive, parse_directory, seal_keys
from app.domain.errors import BadInput, NotFound
from app.domain.local_help import HelpKind
from app.sealing import timestamps
from tests.domain.routing_directories import AT, FROM, UNTIL, Json, demonstration, named, office_id

KEYS = ("a" * 64, "b" * 64, "c" * 64)
MARK = "typed-by-somebody"
CLINIC = {"kind": "medical", "name": "Clinic", "contact": "000"}


def moment(text: str) -> datetime:
    """A moment out of its text."""
    found = timestamps.read(text)
    assert found is not None
    return found


def key(key: str, since: str | None, until: str) -> Json:
    """A dated key."""
    return {"key": key, "until": until} | ({} if since is None else {"from": since})


def with_keys(*keys: Json) -> Directory:
    """A directory in which the first device of UN-Habitat's PSEA focal point has these seal keys."""
    document = demonstration()
    named(document, "habitat-psea")["members"][0]["devices"][0]["seal"] = list(keys)
    return parse_directory(document)


def sealed_to(directory: Directory, at: str) -> list[str]:
    """The keys to which a report for UN-Habitat's PSEA focal point is sealed."""
    return [each for _, each in seal_keys(directory.office(office_id("habitat-psea")), moment(at))]


def test_the_newest_valid_key_of_a_device_is_sealed_to() -> None:
    directory = with_keys(
        key(KEYS[0], FROM, UNTIL),
        key(KEYS[1], "2026-03-01T00:00:00Z", UNTIL),
        key(KEYS[2], "2026-09-01T00:00:00Z", UNTIL),
    )

    assert sealed_to(directory, "2026-02-01T00:00:00Z")[0] == KEYS[0]
    assert sealed_to(directory, AT)[0] == KEYS[1]
    assert sealed_to(directory, "2026-09-01T00:00:00Z")[0] == KEYS[2]


def test_a_key_without_a_first_day_is_older_than_any_other() -> None:
    directory = with_keys(key(KEYS[0], None, UNTIL), key(KEYS[1], FROM, "2026-02-01T00:00:00Z"))

    assert sealed_to(directory, "2026-01-15T00:00:00Z")[0] == KEYS[1]
    assert sealed_to(directory, AT)[0] == KEYS[0]


def test_a_device_without_a_valid_key_is_left_out() -> None:
    lapsed = with_keys(key(KEYS[0], FROM, AT))

    assert KEYS[0] in sealed_to(lapsed, "2026-06-15T11:59:59Z")
    assert KEYS[0] not in sealed_to(lapsed, AT)
    assert len(sealed_to(lapsed, AT)) == 1


def test_an_office_with_fewer_devices_than_the_policy_asks_cannot_receive() -> None:
    directory = with_keys(key(KEYS[0], FROM, AT))
    office = directory.office(office_id("habitat-psea"))

    assert can_receive(directory, office, moment("2026-06-15T11:59:59Z"))
    assert not can_receive(directory, office, moment(AT))


def test_one_device_is_enough_where_the_policy_says_so() -> None:
    document = demonstration()
    document["policy"]["min_devices"] = 1
    named(document, "oios")["members"].pop()
    directory = parse_directory(document)

    assert can_receive(directory, directory.office(office_id("oios")), moment(AT))


@pytest.mark.parametrize(
    "empty",
    [{"members": []}, {"vacant": True}, {"members": [{"id": "m1", "title": "Focal point A", "devices": []}]}],
)
def test_an_office_without_people_or_marked_so_is_vacant(empty: Json) -> None:
    document = demonstration()
    named(document, "oios").update(empty)
    directory = parse_directory(document)
    office = directory.office(office_id("oios"))

    assert office.vacant
    assert not can_receive(directory, office, moment(AT))


def test_a_directory_finds_its_offices_entities_and_devices() -> None:
    directory = parse_directory(demonstration())
    office = directory.office(office_id("oios"))
    device = office.devices[1]

    assert directory.entity("un-habitat").name == "UN-Habitat"
    assert directory.device(device.id) == (office, device)
    assert directory.relay_key(moment(AT)) == directory.relays[0].key
    assert directory.relay_key(moment(UNTIL)) is None
    for missing in (directory.office, directory.entity, directory.device):
        with pytest.raises(NotFound):
            missing(MARK)


def test_an_office_without_a_name_in_a_language_has_its_first_name() -> None:
    document = demonstration()
    named(document, "oios")["names"] = {"fr": "BSCI"}
    office = parse_directory(document).office(office_id("oios"))

    assert office.name_in("fr") == "BSCI"
    assert office.name_in("ru") == office.name


def test_numbers_of_the_policy_that_came_later_have_defaults() -> None:
    policy = parse_directory(
        demonstration() | {"policy": {"min_devices": 1, "batch": {"min": 1, "timeout": 0, "deadline": 1}}}
    ).policy

    assert (policy.reply_days, policy.grace, policy.acknowledge_working_days) == (30, 259_200, 3)


def test_fields_that_nobody_knows_are_let_through_and_kept() -> None:
    document = demonstration() | {"later": {"any": 1}}

    assert parse_directory(document).raw["later"] == {"any": 1}


def test_confirmed_facts_and_help_nearby_are_read() -> None:
    document = demonstration()
    said = {"country": "KE", "names": {"fr": "Clinique"}, "hours": "day and night"}
    document["organisation"] |= {"confirmed": {"hotline": "000"}, "help": [CLINIC | said, CLINIC]}
    organisation = parse_directory(document).organisation

    assert organisation.confirmed == {"hotline": "000"}
    near, anywhere = organisation.help
    assert (near.country, near.kind, near.hours) == ("KE", HelpKind.MEDICAL, "day and night")
    assert (near.name_in("fr"), near.name_in("ru")) == ("Clinique", "Clinic")
    assert (anywhere.country, anywhere.contact, anywhere.hours) == (None, "000", None)


def test_who_says_nothing_of_their_place_confirms_nothing() -> None:
    organisation = parse_directory(demonstration()).organisation

    assert (organisation.confirmed, organisation.help) == ({}, ())


def device(document: Json) -> Json:
    """Some device of a document."""
    found: Json = document["offices"][0]["members"][0]["devices"][0]
    return found


WRONG: list[tuple[str, Callable[[Json], Any]]] = [
    ("policy", lambda d: d.pop("policy")),
    ("version", lambda d: d.update(version=0)),
    ("version", lambda d: d.update(version=True)),
    ("version", lambda d: d.update(version=MARK)),
    ("previous", lambda d: d.update(previous=MARK)),
    ("previous", lambda d: d.update(previous="A" * 64)),
    ("issued", lambda d: d.update(issued=MARK)),
    ("expires", lambda d: d.update(expires="2026-02-30T00:00:00Z")),
    ("expires", lambda d: d.update(expires="2026-02-28")),
    ("notice_key", lambda d: d.update(notice_key=MARK)),
    ("notice_key", lambda d: d.update(notice_key="A" * 64)),
    ("notice_key", lambda d: d.update(notice_key=None)),
    ("organisation", lambda d: d.update(organisation=MARK)),
    ("id", lambda d: d["organisation"].update(id=MARK)),
    ("confirmed", lambda d: d["organisation"].update(confirmed=MARK)),
    ("confirmed", lambda d: d["organisation"].update(confirmed={MARK: "000"})),
    ("hotline", lambda d: d["organisation"].update(confirmed={"hotline": 7})),
    ("hotline", lambda d: d["organisation"].update(confirmed={"hotline": "0" * 81})),
    ("hotline", lambda d: d["organisation"].update(confirmed={"hotline": f"{MARK}\n"})),
    ("help", lambda d: d["organisation"].update(help=MARK)),
    ("kind", lambda d: d["organisation"].update(help=[CLINIC | {"kind": MARK}])),
    ("name", lambda d: d["organisation"].update(help=[CLINIC | {"name": ""}])),
    ("contact", lambda d: d["organisation"].update(help=[CLINIC | {"contact": "0" * 201}])),
    ("hours", lambda d: d["organisation"].update(help=[CLINIC | {"hours": None}])),
    ("country", lambda d: d["organisation"].update(help=[CLINIC | {"country": "ke"}])),
    ("threshold", lambda d: d["roots"].update(threshold=0)),
    ("keys", lambda d: d["roots"].update(keys=MARK)),
    ("entities", lambda d: d.update(entities=[MARK])),
    ("kind", lambda d: d["entities"][0].update(kind=MARK)),
    ("names", lambda d: d["entities"][0].update(names={"fr": 1, MARK: MARK})),
    ("contracting", lambda d: d["entities"][0].update(contracting=MARK)),
    ("offices", lambda d: d.pop("offices")),
    ("id", lambda d: d["offices"][0].update(id=MARK)),
    ("entity", lambda d: d["offices"][0].pop("entity")),
    ("name", lambda d: d["offices"][0].update(name="")),
    ("role", lambda d: d["offices"][0].update(role=MARK)),
    ("countries", lambda d: d["offices"][0].update(countries=MARK)),
    ("alternate", lambda d: d["offices"][0].update(alternate=[1])),
    ("members", lambda d: d["offices"][0].pop("members")),
    ("devices", lambda d: d["offices"][0]["members"][0].update(devices=MARK)),
    ("sign", lambda d: device(d).update(sign=MARK)),
    ("seal", lambda d: device(d).update(seal=MARK)),
    ("key", lambda d: device(d)["seal"][0].update(key=MARK)),
    ("from", lambda d: device(d)["seal"][0].update({"from": MARK})),
    ("until", lambda d: device(d)["seal"][0].pop("until")),
    ("routing", lambda d: d.update(routing=MARK)),
    ("relays", lambda d: d.update(relays=[MARK])),
    ("intake", lambda d: d.update(intake=MARK)),
    ("min_devices", lambda d: d["policy"].update(min_devices=0)),
    ("batch", lambda d: d["policy"].update(batch=MARK)),
    ("timeout", lambda d: d["policy"]["batch"].update(timeout=-1)),
    ("reply_days", lambda d: d["policy"].update(reply_days=MARK)),
]


@pytest.mark.parametrize(
    ("field", "spoil"), WRONG, ids=[f"{n} {field}" for n, (field, _) in enumerate(WRONG)]
)
def test_a_misshapen_directory_is_refused_by_the_field(field: str, spoil: Callable[[Json], Any]) -> None:
    document = demonstration()
    document["policy"]["batch"] = dict(document["policy"]["batch"])
    spoil(document)

    with pytest.raises(BadInput) as refused:
        parse_directory(document)

    assert refused.value.field == field
    assert MARK not in str(refused.value)
