"""A device says how it is told, and sees where something waits; the server never learns an address."""

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.api.doors import HOOK
from app.domain.strict_json import dumps, loads
from app.sealing.contacts import DESK, DESK_BYTES, open_contact, seal_contact
from app.sealing.keys import BoxKeyPair
from app.services.desk_notices import Offer
from app.services.escalation import note
from app.storage import envelopes, suspensions
from app.storage.suspensions import Suspension
from app.storage.tables import notice_contacts
from tests.api.conftest import OCTETS, Site
from tests.installation import looks_sealed
from tests.organisation import Organisation, device

PAIR = BoxKeyPair.generate()
ADDRESS = "focal.point@un-habitat.example"
PATH = "/api/v1/desk/notices"
OFFER = Offer(PAIR.public, "desk@speakup.example", "BPush", 6)
DAYS = timedelta(days=1)


@dataclass(frozen=True)
class WithAlternate(Organisation):
    """The second office stands in for the first; the key of notices is named, or not."""

    notice_key: bytes | None = PAIR.public

    def document(self) -> bytes:
        document = loads(super().document())
        document["offices"][0]["alternate"] = [document["offices"][1]["id"]]
        named = {} if self.notice_key is None else {"notice_key": self.notice_key.hex()}
        return dumps(document | named)


@pytest.fixture
def told(site: Site) -> Site:
    """A server that offers mail and pushes; the second office stands in for the first."""
    web = site.app.extensions[HOOK]
    notices = replace(web.notices, offer=OFFER, now=site.clock)
    site.app.extensions[HOOK] = replace(web, notices=notices)
    site.publish(WithAlternate())
    return site


def sealed(contact: dict[str, Any] | None = None) -> dict[str, str]:
    return {"contact": b64encode(seal_contact(PAIR.public, contact or {"address": ADDRESS}, DESK)).decode()}


def test_a_device_says_where_to_and_takes_it_back(told: Site) -> None:
    me = told.desk(0)
    before = told.client.get(PATH, headers=me).json
    put = told.client.put(f"{PATH}/mail", json=sealed(), headers=me)
    after = told.client.get(PATH, headers=me).json
    gone = told.client.delete(f"{PATH}/mail", headers=me)

    assert (put.status_code, gone.status_code) == (204, 204)
    assert (before["ways"], after["ways"], told.client.get(PATH, headers=me).json["ways"]) == (
        [],
        ["mail"],
        [],
    )
    assert before["key"] == PAIR.public.hex()
    assert (before["sender"], before["push_key"], before["hour"]) == ("desk@speakup.example", "BPush", 6)
    assert before["offered"] == ["mail", "push"]


def test_what_is_stored_opens_with_the_workers_key_alone(told: Site) -> None:
    told.client.put(f"{PATH}/mail", json=sealed(), headers=told.desk(0))

    with told.database.read() as view:
        [row] = view.execute(select(notice_contacts.c.contact, notice_contacts.c.day)).all()
    assert open_contact(PAIR, row.contact, DESK) == {"address": ADDRESS}
    assert open_contact(PAIR, row.contact) is None, "a contact of the desk is none of the hotline"
    assert ADDRESS.encode() not in row.contact
    assert row.day == told.clock().date() - DAYS, "the next hour of notices tells this device"


def test_mail_and_a_browser_look_alike_in_the_store(told: Site) -> None:
    for way, contact in (("mail", {"address": "a@b.c"}), ("push", {"endpoint": "https://" + "x" * 500})):
        assert told.client.put(f"{PATH}/{way}", json=sealed(contact), headers=told.desk(0)).status_code == 204

    with told.database.read() as view:
        lengths = {len(each) for each in view.execute(select(notice_contacts.c.contact)).scalars()}
    assert lengths == {DESK_BYTES}


def test_each_device_speaks_for_itself(told: Site) -> None:
    told.client.put(f"{PATH}/mail", json=sealed(), headers=told.desk(0))
    colleague = told.log_in(device(2))
    told.client.delete(f"{PATH}/mail", headers=colleague)

    assert told.client.get(PATH, headers=colleague).json["ways"] == []
    assert told.client.get(PATH, headers=told.desk(0)).json["ways"] == ["mail"]


@pytest.mark.parametrize("contact", ["", "AAAA", b64encode(bytes(DESK_BYTES - 1)).decode(), 7, None])
def test_a_contact_of_another_length_is_refused_and_not_repeated(told: Site, contact: object) -> None:
    answer = told.client.put(f"{PATH}/mail", json={"contact": contact}, headers=told.desk(0))

    assert (answer.status_code, answer.json["field"]) == (400, "contact")
    assert not contact or str(contact) not in answer.text


def test_a_way_that_is_not_offered_is_not_found(told: Site) -> None:
    web = told.app.extensions[HOOK]
    told.app.extensions[HOOK] = replace(web, notices=replace(web.notices, offer=Offer()))

    assert told.client.get(PATH, headers=told.desk(0)).json["offered"] == []
    for way in ("mail", "push", "pigeon"):
        assert told.client.put(f"{PATH}/{way}", json=sealed(), headers=told.desk(0)).status_code == 404


@pytest.mark.parametrize("named", [None, BoxKeyPair.generate().public], ids=["none", "another"])
def test_nothing_is_kept_while_the_directory_does_not_name_the_workers_key(
    told: Site, named: bytes | None
) -> None:
    told.publish(WithAlternate().next(notice_key=named))

    refused = told.client.put(f"{PATH}/mail", json=sealed(), headers=told.desk(0))

    assert refused.status_code == 404
    assert told.client.get(PATH, headers=told.desk(0)).json["ways"] == []
    assert told.client.delete(f"{PATH}/mail", headers=told.desk(0)).status_code == 204


def test_nobody_without_a_session_is_told_anything(told: Site) -> None:
    asked = [
        told.client.get(PATH),
        told.client.put(f"{PATH}/mail", json=sealed()),
        told.client.delete(f"{PATH}/mail"),
        told.client.get("/api/v1/desk/waiting"),
    ]

    assert [answer.status_code for answer in asked] == [401] * 4


def file(told: Site, office: int, day: date) -> int:
    with told.database.begin() as tx:
        return envelopes.append(tx, told.organisation.offices[office].id, looks_sealed(), day).position


def noted(told: Site) -> None:
    """The worker has looked."""
    note(told.database, told.app.extensions[HOOK].directories.current(), told.clock())


def elsewhere(told: Site, office: int) -> list[dict[str, str]]:
    found: list[dict[str, str]] = told.client.get("/api/v1/desk/waiting", headers=told.desk(office)).json[
        "offices"
    ]
    return found


def shut(told: Site, day: date) -> None:
    """The first device of the first office keeps all others of it out since a day."""
    office = told.organisation.offices[0]
    with told.database.begin() as tx:
        for device in office.devices[1:]:
            by = office.devices[0].id
            suspensions.put(tx, Suspension(device.id, office.id, by, b"removal", day))


def test_who_is_left_alone_in_an_office_cannot_stop_the_alarm_and_who_stands_in_sees_it(told: Site) -> None:
    position = file(told, 0, told.clock().date() - 2 * DAYS)
    shut(told, told.clock().date())
    opened = {"position": position, "mark": "opened"}
    told.client.post("/api/v1/desk/marks", json=opened, headers=told.desk(0))

    noted(told)

    answer = told.client.get("/api/v1/desk/waiting", headers=told.desk(1)).json
    first = (b"a" * 16).hex()
    assert answer == {"offices": [{"office": first, "step": "alternate"}], "shut": [first]}
    assert told.client.get("/api/v1/desk/waiting", headers=told.desk(0)).json["shut"] == []


def test_who_stands_in_sees_which_office_and_nothing_else_until_it_is_opened(told: Site) -> None:
    position = file(told, 0, told.clock().date() - 2 * DAYS)
    noted(told)

    assert elsewhere(told, 1) == [{"office": (b"a" * 16).hex(), "step": "alternate"}]
    assert elsewhere(told, 0) == []

    told.client.post(
        "/api/v1/desk/marks", json={"position": position, "mark": "opened"}, headers=told.desk(0)
    )

    assert elsewhere(told, 1) == []


def test_what_came_yesterday_or_was_filed_by_the_office_itself_does_not_wait(told: Site) -> None:
    file(told, 0, told.clock().date() - DAYS)
    told.clock.ahead = -5 * DAYS
    told.client.post("/api/v1/desk/events", data=looks_sealed(), headers=told.desk(0), **OCTETS)
    told.clock.ahead = timedelta()
    noted(told)

    assert elsewhere(told, 1) == []
    assert told.client.get("/api/v1/desk/marks", headers=told.desk(0)).json["marks"] == []
