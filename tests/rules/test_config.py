"""Configuration fails at once, names everything that is missing, and prints no value."""

import re
from pathlib import Path

import pytest

from app import hotline_config
from app.config import Settings, load, pinned, secret_bytes, variable
from app.domain.errors import Misconfigured
from app.hotline_config import HotlineSettings
from app.logs import Log
from app.web import create_app

MARKER = "Zwetschgenkuchen"


def test_everything_that_the_web_process_misses_is_named_at_once() -> None:
    with pytest.raises(Misconfigured) as refused:
        create_app(Settings(public_url=None, intake_key_file=None), Log("web"))

    assert refused.value.names == ("SPEAKUP_PUBLIC_URL", "SPEAKUP_INTAKE_KEY_FILE")


def test_a_value_that_cannot_be_read_is_named_and_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEAKUP_PROXIES", MARKER)
    monkeypatch.setenv("SPEAKUP_DEMONSTRATION", MARKER)

    with pytest.raises(Misconfigured) as refused:
        load()

    assert refused.value.names == ("SPEAKUP_DEMONSTRATION", "SPEAKUP_PROXIES")
    assert MARKER not in str(refused.value)


@pytest.mark.parametrize("text", [MARKER, "", "00" * 31, "zz" * 32])
def test_a_key_file_that_holds_no_key_is_named(tmp_path: Path, text: str) -> None:
    key = tmp_path / "key"
    key.write_text(text)
    settings = Settings(public_url="https://x.example", intake_key_file=key)

    with pytest.raises(Misconfigured, match="SPEAKUP_INTAKE_KEY_FILE") as refused:
        create_app(settings, Log("web"))
    assert not text or text not in str(refused.value)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="SPEAKUP_RELAY_KEYS_FILE"):
        secret_bytes(tmp_path / "nothing", "relay_keys_file")


@pytest.mark.parametrize(
    "text", ["", "[]", '{"threshold": 1}', '{"threshold": "x", "keys": []}', '{"keys": [1]}']
)
def test_a_pins_file_of_another_form_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "pins.json"
    file.write_text(text)

    with pytest.raises(Misconfigured, match="SPEAKUP_PINS_FILE"):
        pinned(file)


def test_a_pins_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "pins.json"
    file.write_text('{"threshold": 2, "keys": ["00ff"]}')

    assert pinned(file) == (2, (b"\x00\xff",))


def test_the_hotlines_page_lists_its_settings_and_no_others() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "hotline.md").read_text()
    listed = set(re.findall(r"^\| `(SPEAKUP_[A-Z_]+)` \|", page, re.MULTILINE))
    named = {variable(name) for name in HotlineSettings.model_fields}
    elsewhere = {variable(name) for name in ("pins_file", "public_url", "demonstration")}

    assert listed == named - elsewhere
    assert all(name in page for name in elsewhere)


def test_half_a_provider_names_the_other_half() -> None:
    with pytest.raises(Misconfigured) as refused:
        assert HotlineSettings(twilio_account="AC0").has_twilio

    assert refused.value.names == ("SPEAKUP_TWILIO_TOKEN_FILE", "SPEAKUP_HOTLINE_URL")


@pytest.mark.parametrize("hours", ["0", "25", MARKER])
def test_hours_that_no_secret_covers_are_refused(monkeypatch: pytest.MonkeyPatch, hours: str) -> None:
    monkeypatch.setenv("SPEAKUP_HOTLINE_HOURS", hours)
    with pytest.raises(Misconfigured, match="SPEAKUP_HOTLINE_HOURS") as refused:
        hotline_config.load()

    assert MARKER not in str(refused.value)


def test_a_secret_that_is_not_there_names_its_setting(tmp_path: Path) -> None:
    for path in (None, tmp_path / "missing", tmp_path):
        with pytest.raises(Misconfigured, match="SPEAKUP_SMS_TOKEN_FILE"):
            hotline_config.secret_text(path, "sms_token_file")
