"""An address is kept for notices alone: it goes with its device, and what was told goes with its envelope."""

from sqlalchemy import delete, select

from app.services.retention import Retention
from app.storage import notice_contacts
from app.storage.tables import envelopes, escalations
from tests.notices.conftest import Place, now


def test_the_contact_of_a_device_that_left_the_directory_goes(place: Place) -> None:
    place.tells(place.device(0), {"address": "a@x.example"})
    place.tells(b"x" * 16, {"address": "gone@x.example"})
    retention = Retention(place.database, place.job.trusted)

    assert retention.delete_contacts(now()) == 1
    assert retention.delete_contacts(now()) == 0
    with place.database.read() as view:
        assert notice_contacts.kinds(view, place.device(0)) == ["mail"]
        assert notice_contacts.kinds(view, b"x" * 16) == []


def test_that_somebody_was_told_goes_with_the_envelope(place: Place) -> None:
    place.files(0, days_ago=9)
    place.job.run(now())
    steps = select(escalations.c.step).order_by(escalations.c.step)
    with place.database.read() as view:
        assert view.execute(steps).scalars().all() == ["alternate", "oversight"]

    with place.database.begin() as tx:
        tx.execute(delete(envelopes))

    with place.database.read() as view:
        assert view.execute(steps).scalars().all() == []


def test_what_has_waited_for_months_is_told_no_more(place: Place) -> None:
    place.files(0, days_ago=61)
    place.job.run(now())

    with place.database.read() as view:
        assert view.execute(select(escalations.c.step)).scalars().all() == []
