"""Joining an office: keys that follow from words, sealed requests, signed admissions and removals."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

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
CHEAP = Cost(ops=1, bytes=8192)


def listed(seed: DeviceSeed, keys: int = 1) -> Listed:
    """How the directory would list the device of a seed."""
    seal = tuple(
        Dated(seed.seal(n).public.hex(), SINCE, SINCE + timedelta(days=365 * (n + 1))) for n in range(keys)
    )
    return Listed(DeviceId(seed.device), seed.sign.public.hex(), seal)


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
    short = joinrequest.JoinRequest(listed(new_seed()), "A", "")
    long = joinrequest.JoinRequest(listed(new_seed(), keys=8), "Focal point " + "é" * 60, "m7")

    sealed = [joinrequest.seal_request(each, ID, SECRET) for each in (short, long)]

    assert [len(each) for each in sealed] == [2048, 2048]
    assert [joinrequest.open_request(each, ID, SECRET) for each in sealed] == [short, long]
    assert joinrequest.seal_request(short, ID, SECRET) != sealed[0], "each request has a nonce of its own"
    with pytest.raises(CannotBeOpened, match="seal"):
        joinrequest.open_request(sealed[0], ID, b"t" * 32)
    with pytest.raises(CannotBeOpened, match="seal"):
        joinrequest.open_request(sealed[0], OFFICE, SECRET)


def test_a_device_with_more_keys_than_a_request_holds_is_told() -> None:
    with pytest.raises(TooLong):
        joinrequest.seal_request(joinrequest.JoinRequest(listed(new_seed(), 16), "A", ""), ID, SECRET)


@pytest.mark.parametrize("at", range(0, 2048, 97))
def test_a_request_with_a_flipped_bit_is_refused(at: int) -> None:
    sealed = bytearray(
        joinrequest.seal_request(joinrequest.JoinRequest(listed(new_seed()), "A", ""), ID, SECRET)
    )
    sealed[at] ^= 1

    with pytest.raises(CannotBeOpened, match="seal"):
        joinrequest.open_request(bytes(sealed), ID, SECRET)


def test_the_words_to_compare_change_with_the_office_the_key_and_the_device() -> None:
    honest, thief = listed(new_seed()), listed(new_seed())
    mixed = replace(honest, seal=thief.seal)

    words = {
        joinrequest.compared_words(office, device)
        for office, device in ((OFFICE, honest), (OFFICE, thief), (OFFICE, mixed), (ID, honest))
    }

    assert len(words) == 4


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
