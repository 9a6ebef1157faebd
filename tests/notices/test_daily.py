"""One notice a day, of one size, whatever came; and who stands in hears that something waits."""

import pytest
from sqlalchemy import delete

from app.content.words import LOCALES
from app.domain.errors import CannotBeTrusted
from app.domain.notices import NoticeKind, Way
from app.sealing.contacts import seal_contact
from app.sealing.keys import BoxKeyPair
from app.services.mail import MAIL_BYTES, is_address, message
from app.services.notices import Outcome
from app.storage import notice_contacts, suspensions, waiting
from app.storage.notice_contacts import Contact
from app.storage.suspensions import Suspension
from app.storage.tables import directories
from tests.notices.conftest import DAILY, DAY, ELSEWHERE, SENDER, WORDS, Place, now
from tests.notices.mailbox import Mailbox

FOCAL, COLLEAGUE, ALTERNATE = "a@x.example", "a-colleague-with-a-long-name@mail.x.example", "b@x.example"


def everybody(place: Place) -> None:
    place.tells(place.device(0), {"address": FOCAL})
    place.tells(place.device(0, 1), {"address": COLLEAGUE})
    place.tells(place.device(1), {"address": ALTERNATE})


def test_everybody_gets_the_same_words_whether_or_not_something_came(place: Place, box: Mailbox) -> None:
    everybody(place)
    place.files(0, days_ago=1)

    assert place.job.run(now()) == Outcome(sent=3)

    assert {mail.to for mail in box.came} == {FOCAL, COLLEAGUE, ALTERNATE}
    assert len({mail.text for mail in box.came}) == 1
    assert DAILY in box.came[0].text
    assert {mail.sender for mail in box.came} == {SENDER}


def test_nobody_is_told_twice_a_day_and_everybody_again_the_next(place: Place, box: Mailbox) -> None:
    everybody(place)

    first, again, tomorrow = (place.job.run(at).sent for at in (now(), now(), now() + DAY))

    assert (first, again, tomorrow) == (3, 0, 3)
    assert len(box.came) == 6


def test_who_stands_in_is_told_once_that_something_waits_and_who_waits_is_not(
    place: Place, box: Mailbox
) -> None:
    everybody(place)
    place.files(0, days_ago=2)

    place.job.run(now())
    place.job.run(now() + DAY)

    assert [ELSEWHERE in mail.text for mail in box.to(ALTERNATE)] == [True, False]
    assert not any(ELSEWHERE in mail.text for mail in box.to(FOCAL) + box.to(COLLEAGUE))


def test_who_stands_in_is_told_that_an_office_keeps_a_device_out(place: Place, box: Mailbox) -> None:
    everybody(place)
    with place.database.begin() as tx:
        out = Suspension(place.device(0, 1), place.offices[0], place.device(0), b"removal", now().date())
        suspensions.put(tx, out)

    for days in range(3):
        place.job.run(now() + days * DAY)

    assert [ELSEWHERE in mail.text for mail in box.to(ALTERNATE)] == [True, True, False]
    assert not any(ELSEWHERE in mail.text for mail in box.to(FOCAL) + box.to(COLLEAGUE))


def test_what_was_opened_by_who_is_left_alone_waits_all_the_same(place: Place, box: Mailbox) -> None:
    everybody(place)
    place.opens(0, place.files(0, days_ago=2))
    with place.database.begin() as tx:
        out = Suspension(place.device(0, 1), place.offices[0], place.device(0), b"removal", now().date())
        suspensions.put(tx, out)

    place.job.run(now())

    with place.database.read() as view:
        assert waiting.told(view) == []
        office = {place.offices[0]: now().date()}
        assert [each.step for each in waiting.told(view, office)] == ["alternate"]


def test_what_was_opened_waits_for_nobody(place: Place, box: Mailbox) -> None:
    everybody(place)
    place.opens(0, place.files(0, days_ago=5))
    place.files(0, days_ago=1)

    place.job.run(now())

    assert not any(ELSEWHERE in mail.text for mail in box.came)


def test_a_second_report_that_waits_is_told_again(place: Place, box: Mailbox) -> None:
    everybody(place)
    place.files(0, days_ago=2)
    place.job.run(now())
    place.files(0, days_ago=1)

    place.job.run(now() + DAY)

    assert [ELSEWHERE in mail.text for mail in box.to(ALTERNATE)] == [True, True]


def test_all_messages_have_one_size_and_one_subject(place: Place, box: Mailbox) -> None:
    everybody(place)
    place.files(0, days_ago=3)
    place.job.run(now())
    place.job.run(now() + DAY)

    assert {len(mail.content) for mail in box.came} == {MAIL_BYTES}
    assert len({mail.read["Subject"] for mail in box.came}) == 1
    assert {
        len(message(SENDER, "a" * n + "@x.example", WORDS[kind])) for n in (1, 200) for kind in NoticeKind
    } == {MAIL_BYTES}


def test_a_message_says_it_in_every_language(place: Place, box: Mailbox) -> None:
    place.tells(place.device(0), {"address": FOCAL})
    place.job.run(now())

    [mail] = box.came
    assert all(WORDS[NoticeKind.DAILY][locale].body in mail.text for locale in LOCALES)
    assert mail.read["Auto-Submitted"] == "auto-generated"


def test_a_mail_server_that_is_away_loses_nothing(place: Place, box: Mailbox) -> None:
    everybody(place)
    place.files(0, days_ago=2)
    box.refusals = dict.fromkeys((FOCAL, COLLEAGUE, ALTERNATE), "451 try later")

    assert place.job.run(now()) == Outcome(unsent=3)
    box.refusals.clear()
    place.job.run(now() + DAY)

    assert len(box.came) == 3
    assert [ELSEWHERE in mail.text for mail in box.to(ALTERNATE)] == [True]


def test_an_address_that_is_refused_holds_up_nobody(place: Place, box: Mailbox) -> None:
    everybody(place)
    box.refusals = {COLLEAGUE: "550 no such person"}

    assert place.job.run(now()) == Outcome(sent=2, unsent=1)


def test_a_contact_that_is_sealed_to_another_key_is_counted_and_passed_over(
    place: Place, box: Mailbox
) -> None:
    place.tells(place.device(0), {"address": FOCAL})
    strange = seal_contact(BoxKeyPair.generate().public, {"address": COLLEAGUE})
    with place.database.begin() as tx:
        notice_contacts.put(tx, Contact(place.device(0, 1), Way.MAIL, strange, now().date() - DAY))

    assert place.job.run(now()) == Outcome(sent=1, unreadable=1)
    assert [mail.to for mail in box.came] == [FOCAL]


def test_a_device_that_left_the_directory_is_told_no_more(place: Place, box: Mailbox) -> None:
    place.tells(b"x" * 16, {"address": FOCAL})

    assert place.job.run(now()) == Outcome()
    assert box.came == []


def test_without_a_trusted_directory_nobody_is_told(place: Place, box: Mailbox) -> None:
    everybody(place)

    with place.database.begin() as tx:
        tx.execute(delete(directories))

    with pytest.raises(CannotBeTrusted):
        place.job.run(now())
    assert box.came == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "@x.example",
        "a@",
        "a@x",
        "a@b@x.example",
        "a@x.example\r\nBcc: b@x.example",
        "a@x.example, b@x.example",
        "A <a@x.example>",
        "ä@x.example",
        "a" * 250 + "@x.example",
    ],
)
def test_what_is_no_single_plain_address_gets_nothing(text: str) -> None:
    assert not is_address(text)
    assert is_address("focal.point+desk@un-habitat.example")
