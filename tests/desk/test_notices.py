"""An officer at a terminal is told by mail: the address leaves sealed to the key of the signed directory."""

import json
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from app.desk import notices
from app.desk.desk import Desk
from app.domain.errors import BadInput
from app.domain.notices import Way
from app.sealing.contacts import DESK, open_contact
from app.sealing.keys import BoxKeyPair
from app.services import local_facts
from app.storage.database import open_database
from app.storage.tables import notice_contacts
from app.web import create_app
from tests.desk.world import World

ADDRESS = "focal.point@un-habitat.example"
PAIR, THEIRS = BoxKeyPair.generate(), BoxKeyPair.generate()


class Lying(httpx.WSGITransport):
    """A web process that hands out a key of its own."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        if request.method == "GET" and request.url.path.endswith("/notices"):
            said = {**json.loads(answer.read()), "key": THEIRS.public.hex()}
            return httpx.Response(answer.status_code, json=said)
        return answer


def desk_at(
    organisation: World,
    sender: str | None = "desk@speakup.example",
    way: type[httpx.WSGITransport] = httpx.WSGITransport,
) -> Desk:
    """A desk at a server that sends mail, or does not."""
    changes = {"desk_notice_key": PAIR.public.hex(), "mail_from": sender}
    app = create_app(organisation.settings.model_copy(update=changes))
    http = httpx.Client(transport=way(app=app), base_url=organisation.address)
    return organisation.entrance("Focal point A1").online(http, organisation.address)


def kept(organisation: World) -> list[bytes]:
    """The contacts that the server has."""
    with open_database(organisation.settings.database_url).read() as view:
        return list(view.execute(select(notice_contacts.c.contact)).scalars())


def named(organisation: World) -> None:
    """The signed directory names the worker's key."""
    local_facts.set_notice_key(organisation.workspace, PAIR.public.hex())
    organisation.publish(timedelta(days=1))


def test_an_address_leaves_sealed_to_the_directorys_key_is_replaced_and_taken_back(
    organisation: World,
) -> None:
    named(organisation)
    desk = desk_at(organisation)

    assert "not told by mail, which comes from desk@speakup.example" in "\n".join(notices.shown(desk))
    notices.tell_by_mail(desk, "another@un-habitat.example")
    notices.tell_by_mail(desk, f" {ADDRESS}\n")

    (contact,) = kept(organisation)
    assert open_contact(PAIR, contact, DESK) == {"address": ADDRESS}
    assert open_contact(THEIRS, contact, DESK) is None
    shown = "\n".join(notices.shown(desk))
    assert "You are told by mail" in shown
    assert ADDRESS not in shown
    assert ADDRESS.encode() not in b"".join(
        path.read_bytes() for path in desk.store.folder.rglob("*") if path.is_file()
    )
    notices.tell_no_more(desk, list(Way))
    assert kept(organisation) == []


def test_to_a_key_that_nobody_signed_no_address_leaves_and_it_is_said_who_can_mend_it(
    organisation: World,
) -> None:
    nothing_signed = desk_at(organisation)
    with pytest.raises(BadInput, match="speakup org notices KEY"):
        notices.tell_by_mail(nothing_signed, ADDRESS)

    named(organisation)
    lying = desk_at(organisation, way=Lying)
    with pytest.raises(BadInput, match="could read your address"):
        notices.tell_by_mail(lying, ADDRESS)

    assert kept(organisation) == []
    for desk in (nothing_signed, lying):
        assert "cannot be set up safely" in "\n".join(notices.shown(desk))


def test_what_cannot_be_written_to_is_said(organisation: World) -> None:
    named(organisation)

    with pytest.raises(BadInput, match="address"):
        notices.tell_by_mail(desk_at(organisation), "nobody")
    with pytest.raises(BadInput, match="not sent by this server"):
        notices.tell_by_mail(desk_at(organisation, sender=None), ADDRESS)
