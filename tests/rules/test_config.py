"""Configuration fails at once, names everything that is missing, and prints no value."""

from pathlib import Path

import pytest

from app.config import Settings, load, pinned, secret_bytes
from app.domain.errors import Misconfigured
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
