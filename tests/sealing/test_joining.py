"""Joining an office: keys that follow from words, sealed requests, signed admissions and removals."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.domain.directory import Dated, DeviceId
from app.domain.directory import Device as Listed
from app.domain.errors import BadInput, CannotBeOpened, RecoveryUnreadable, TooLong
from app.domain.membership import Admission
from app.sealing import invitation, joinrequest, membership
from app.sealing.devicekeys import Cost, DatedSealKey, Device, unwrap, wrap
from app.sealing.deviceseed import LANGUAGES, DeviceSeed, new_seed, parse_words
from app.sealing.directory import Pins

ORGANISATION, OFFICE, ID = "0" * 31 + "1", "0" * 31 + "2", "0" * 31 + "3"
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
SECRET = b"s" * 32
ROOTS = Pins((b"a" * 32, b"b" * 32), 2)
CHEAP = Cost(ops=1, bytes=8192)


def listed(seed: DeviceSeed, keys: int = 1) -> Listed:
    """How the directory would list the device of a seed."""
    seal = tuple(
        Dated(seed.seal(n).public.hex(), SINCE, SINCE + timedelta(days=365 * (n + 1))) for n in range(keys)
    )
    return Listed(DeviceId(seed.device), seed.sign.public.hex(), seal)


def asking(seed: DeviceSeed, keys: int = 1, title: str = "A", member: str = "") -> joinrequest.JoinRequest:
    """What the device of a seed asks with."""
    return joinrequest.request_of(seed.sign, OFFICE, listed(seed, keys), title, member)


@pytest.mark.parametrize("lang", [*LANGUAGES, "ar", "ru"])
def test_twelve_words_on_paper_bring_a_device_back(lang: str) -> None:
    seed = new_seed()

    again = parse_words(" ".join(seed.words(lang)), lang)

    assert seed in again
    assert [each.device for each in again if each == seed] == [seed.device]


def test_fifteen_of_sixteen_typing_errors_are_found() -> None:
    words = list(DeviceSeed(bytes(16)).words())
    found = 0
    for wrong in DeviceSeed(b"\xa5" * 16).words() * 8:
        words[0:11] = [*words[1:11], wrong]
        try:
            parse_words(" ".join(words))
        except RecoveryUnreadable:
            found += 1

    assert found >= 75  # of 96


def test_no_error_and_no_repr_shows_what_was_typed() -> None:
    seed = new_seed()
    secret, typed = seed.seed.hex(), "secret-looking-input"

    with pytest.raises(RecoveryUnreadable) as refused:
        parse_words(" ".join([typed] * 12))

    assert typed not in str(refused.value)
    assert secret not in repr(seed)
    device = Device(ORGANISATION, OFFICE, seed.device, "x", seed.sign, (), seed)
    assert secret not in repr(device)
    made = invitation.Invitation(ORGANISATION, OFFICE, ID, SECRET, "", "A", date(2026, 1, 1))
    assert str(SECRET) not in repr(made)


def test_a_device_file_keeps_the_seed_and_one_without_it_still_opens() -> None:
    seed = new_seed()
    keys = (DatedSealKey(seed.seal(), "2027-01-01T00:00:00Z"),)
    device = Device(ORGANISATION, OFFICE, seed.device, "Focal point A", seed.sign, keys, seed)

    assert unwrap(wrap(device, "pass", CHEAP), "pass") == device
    assert unwrap(wrap(replace(device, seed=None), "pass", CHEAP), "pass").seed is None


def test_a_request_is_as_long_whatever_it_says_and_opens_for_the_inviter_alone() -> None:
    short = asking(new_seed())
    long = asking(new_seed(), 8, "Focal point " + "é" * 60, "m7")

    sealed = [joinrequest.seal_request(each, ID, SECRET) for each in (short, long)]

    assert [len(each) for each in sealed] == [2048, 2048]
    assert [joinrequest.open_request(each, ID, SECRET, OFFICE) for each in sealed] == [short, long]
    assert joinrequest.seal_request(short, ID, SECRET) != sealed[0], "each request has a nonce of its own"
    with pytest.raises(CannotBeOpened, match="seal"):
        joinrequest.open_request(sealed[0], ID, b"t" * 32, OFFICE)
    with pytest.raises(CannotBeOpened, match="seal"):
        joinrequest.open_request(sealed[0], OFFICE, SECRET, OFFICE)


def test_a_device_with_more_keys_than_a_request_holds_is_told() -> None:
    with pytest.raises(TooLong):
        joinrequest.seal_request(asking(new_seed(), 16), ID, SECRET)


@pytest.mark.parametrize("at", range(0, 2048, 97))
def test_a_request_with_a_flipped_bit_is_refused(at: int) -> None:
    sealed = bytearray(joinrequest.seal_request(asking(new_seed()), ID, SECRET))
    sealed[at] ^= 1

    with pytest.raises(CannotBeOpened, match="seal"):
        joinrequest.open_request(bytes(sealed), ID, SECRET, OFFICE)


def test_the_words_to_compare_change_with_all_that_is_admitted_and_believed() -> None:
    seed, thief = new_seed(), listed(new_seed())
    honest = listed(seed, keys=2)
    first, second = honest.seal
    day = timedelta(days=1)
    devices = [honest, thief] + [
        replace(honest, seal=seal)
        for seal in (
            (first,),
            thief.seal,
            (second, first),
            (first, thief.seal[0]),
            (first, second, thief.seal[0]),
            (first, replace(second, since=second.since + day)),
            (first, replace(second, until=second.until + day)),
        )
    ]
    foreign = Pins((b"a" * 32, b"c" * 32), 2)

    words = [joinrequest.compared_words(OFFICE, each, ROOTS) for each in devices]
    words += [joinrequest.compared_words(ID, honest, ROOTS)]
    words += [
        joinrequest.compared_words(OFFICE, honest, each) for each in (foreign, replace(ROOTS, threshold=1))
    ]

    assert len(set(words)) == len(words)
    assert joinrequest.compared_words(OFFICE, honest, Pins(ROOTS.roots[::-1], 2)) == words[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "B"},
        {"member": "m1"},
        {"device": "more"},
        {"device": "later"},
        {"signature": "00" * 64},
    ],
    ids=["title", "member", "key_added", "key_dated_later", "signature"],
)
def test_a_request_is_refused_when_its_device_did_not_sign_it(changes: dict[str, Any]) -> None:
    made = asking(new_seed())
    (key,) = made.device.seal
    seals = {
        "more": (key, listed(new_seed()).seal[0]),
        "later": (replace(key, until=key.until + timedelta(days=1)),),
    }
    if wanted := changes.get("device"):
        changes = {"device": replace(made.device, seal=seals[wanted])}

    resealed = joinrequest.seal_request(replace(made, **changes), ID, SECRET)

    with pytest.raises(CannotBeOpened, match="asked"):
        joinrequest.open_request(resealed, ID, SECRET, OFFICE)
    with pytest.raises(CannotBeOpened, match="asked"):
        joinrequest.open_request(joinrequest.seal_request(made, ID, SECRET), ID, SECRET, ID)


def test_an_inviter_keeps_nothing_and_finds_the_secret_again() -> None:
    inviter, other = new_seed().sign, new_seed().sign

    secrets = {invitation.secret_of(key, id_) for key, id_ in ((inviter, ID), (inviter, OFFICE), (other, ID))}

    assert invitation.secret_of(inviter, ID) == invitation.secret_of(inviter, ID)
    assert len(secrets) == 3


def test_a_link_survives_the_way_through_a_mail_program() -> None:
    roots = Pins((b"a" * 32, b"b" * 32), 2)
    made = invitation.Invitation(
        ORGANISATION, OFFICE, ID, SECRET, "", "Point focal é", date(2026, 12, 1), roots
    )

    link = invitation.link(made, "https://speakup.example/")

    assert invitation.read_link(f"  {link}\n") == ("https://speakup.example", made)
    assert "=" not in link.split("#join=")[1]


def test_an_admission_is_believed_for_its_signer_and_nobody_else() -> None:
    lead, new = new_seed(), new_seed()
    document = {"v": 1, "kind": "admission", "organisation": ORGANISATION, "office": OFFICE, "member": ""}
    document |= {"title": "Focal point C", "lead": False, "device": membership.listed(listed(new))}
    document |= {"asked": membership.asking(new.sign, OFFICE, listed(new), "", "Focal point C")}
    signed = membership.sign_document(document | {"by": lead.device, "day": "2026-11-21"}, lead.sign)

    found = membership.believed(membership.read(membership.written(signed)), lead.sign.public)

    assert isinstance(found, Admission)
    assert found.device == listed(new)
    with pytest.raises(CannotBeOpened, match="signature"):
        membership.believed(signed, new.sign.public)
    with pytest.raises(CannotBeOpened, match="by"):
        membership.believed(replace(signed, by=new.device), lead.sign.public)


@pytest.mark.parametrize("raw", [None, [], {}, {"document": "%", "signature": "00", "by": ""}])
def test_what_is_no_signed_document_is_refused_before_anything_is_verified(raw: object) -> None:
    with pytest.raises(BadInput):
        membership.read(raw)
