"""A push is sealed to one browser, signed by the worker, and goes to push services only."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import speakup
from app.domain.errors import Misconfigured
from app.domain.notices import NoticeKind, Way
from app.services.notices import Fate, Outcome
from app.services.push import PushNotices, content, vapid_key
from app.storage import notice_contacts
from tests.notices.conftest import WORDS, Place, now
from tests.notices.push_service import PushBrowser, PushService, push_service, raw

CONTACT = "mailto:operator@speakup.example"


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as made:
        yield made


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, bytes]:
    """The key as the command makes it: its file, and the public half that it prints."""
    printed = CliRunner().invoke(speakup, ["notices", "keys", str(tmp_path)]).output
    [public] = [line.split("=")[1] for line in printed.splitlines() if "SPEAKUP_PUSH_KEY=" in line]
    return tmp_path / "push.pem", raw(public)


@pytest.fixture
def carrier(made: tuple[Path, bytes], service: PushService) -> PushNotices:
    return PushNotices(vapid_key(made[0]), CONTACT, [service.address], WORDS)


@pytest.fixture
def browser(service: PushService) -> PushBrowser:
    return PushBrowser(service.address, "one")


def test_the_browser_opens_it_in_its_language_and_the_service_can_check_who_sent_it(
    carrier: PushNotices, browser: PushBrowser, service: PushService, made: tuple[Path, bytes]
) -> None:
    assert carrier.carry(browser.subscription("fr"), NoticeKind.DAILY) is Fate.SENT

    [pushed] = service.came
    shown = browser.opens(pushed)
    assert shown["body"] == WORDS[NoticeKind.DAILY]["fr"].body
    claims = service.signed_by(pushed, made[1])
    assert (claims["aud"], claims["sub"]) == (service.address, CONTACT)
    assert pushed.path == "/one"


def test_every_push_has_one_size_whatever_it_says_and_in_whatever_language(
    carrier: PushNotices, browser: PushBrowser, service: PushService
) -> None:
    for kind in NoticeKind:
        for lang in WORDS[kind]:
            carrier.carry(browser.subscription(lang), kind)

    assert len({len(pushed.sealed) for pushed in service.came}) == 1
    assert len({len(content(WORDS[kind], lang)) for kind in NoticeKind for lang in ("ru", "ar", "xx")}) == 1


@pytest.mark.parametrize(
    ("status", "fate"),
    [(201, Fate.SENT), (404, Fate.GONE), (410, Fate.GONE), (429, Fate.NOT_YET), (503, Fate.NOT_YET),
     (400, Fate.REFUSED), (302, Fate.REFUSED)],
)  # fmt: skip
def test_what_the_service_answers_is_understood(
    carrier: PushNotices, browser: PushBrowser, service: PushService, status: int, fate: Fate
) -> None:
    service.answer = status

    assert carrier.carry(browser.subscription("en"), NoticeKind.DAILY) is fate


@pytest.mark.parametrize(
    "endpoint",
    ["http://127.0.0.1:1/x", "https://fcm.googleapis.com.evil.example/x", "http://fcm.googleapis.com/x",
     "https://user@fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "https://localhost/x",
     "file:///etc/passwd", "", "https://evilpush.apple.com/x", "https://[::1/x"],
)  # fmt: skip
def test_no_address_is_called_but_that_of_a_push_service(
    carrier: PushNotices, browser: PushBrowser, endpoint: str
) -> None:
    strict = replace(carrier, services=("fcm.googleapis.com", ".push.apple.com"))
    aimed = {**browser.subscription("en"), "endpoint": endpoint}

    assert strict.carry(aimed, NoticeKind.DAILY) is Fate.GONE
    assert strict.may_call("https://web.push.apple.com/x")
    assert strict.may_call("https://fcm.googleapis.com/x")


@pytest.mark.parametrize(
    "broken",
    [{}, {"endpoint": 1, "keys": {}}, {"keys": {"auth": "x"}}, {"keys": {"p256dh": "AAAA", "auth": "AAAA"}}],
)
def test_a_subscription_that_is_none_is_gone(
    carrier: PushNotices, service: PushService, broken: dict[str, object]
) -> None:
    assert carrier.carry({"endpoint": service.address, **broken}, NoticeKind.DAILY) is Fate.GONE


def test_a_service_that_is_away_is_asked_again_later(carrier: PushNotices) -> None:
    away = replace(carrier, services=("http://127.0.0.1:1",))

    assert (
        away.carry(PushBrowser("http://127.0.0.1:1", "x").subscription("en"), NoticeKind.DAILY)
        is Fate.NOT_YET
    )


def test_a_browser_that_is_gone_leaves_the_store(
    place: Place, carrier: PushNotices, browser: PushBrowser, service: PushService
) -> None:
    job = replace(place.job, carriers={Way.PUSH: carrier})
    place.tells(place.device(0), browser.subscription("en"), Way.PUSH)
    service.answer = 410

    assert job.run(now()) == Outcome(unsent=1)
    with place.database.read() as view:
        assert notice_contacts.kinds(view, place.device(0)) == []


def test_a_file_that_holds_no_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("Zwetschgenkuchen")
    for path in (tmp_path / "key", tmp_path / "none"):
        with pytest.raises(Misconfigured, match="SPEAKUP_PUSH_KEY_FILE") as refused:
            vapid_key(path)
        assert "Zwetschgenkuchen" not in str(refused.value)
