"""Settings of every process, from the environment: SPEAKUP_…; secrets come from files that these name.

    Settings()                      reads what is set; nothing is checked that this process does not ask for
    settings.require("public_url")  names everything that is missing, at once

No secret has a default, and no value is ever printed: a message names settings only. What each setting means
stands in docs/operations.md, and a test compares the two.
"""

import json
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.domain.errors import Misconfigured

PREFIX = "SPEAKUP_"
# The hosts of the browsers' makers; a dot before one that stands for all beneath it.
PUSH_SERVICES = "fcm.googleapis.com updates.push.services.mozilla.com .push.apple.com .notify.windows.com"


class Environment(BaseSettings):
    """What the environment says; nothing is checked that nobody asks for."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    def require(self, *names: str) -> None:
        """Check that each of `names` is set.

        Raises:
            Misconfigured: some are not; lists all of them.
        """
        missing = [variable(name) for name in names if getattr(self, name) in (None, "")]
        if missing:
            raise Misconfigured(missing)


Kind = TypeVar("Kind", bound=Environment)


class Settings(Environment):
    """What every process but the hotline's may ask for; build it with `load`."""

    database_url: str = "sqlite:///var/speakup.db"
    public_url: str | None = None  # scheme://host[:port]; signed by every desk, so it must be the real one
    intake_key_file: Path | None = None
    relay_keys_file: Path | None = None
    pins_file: Path | None = None
    queue: Path = Path("var/jobs.db")
    demonstration: bool = False
    demonstration_dir: Path | None = None
    limits: str = "on"  # on | off
    bricks_limit: int = 20  # GiB of attachments; beyond it new ones are refused, reports never
    desk_notice_key: str | None = None  # public, hex: desks seal addresses to it; without it none is kept
    desk_notice_key_file: Path | None = None  # the worker's half
    mail_server: str | None = None  # host or host:port
    mail_security: str = "tls"  # tls | starttls | none, which is for this machine alone
    mail_user: str | None = None
    mail_password_file: Path | None = None
    mail_from: str | None = None
    mail_hour: int = 6  # of every day, in UTC
    push_key: str | None = None  # public, base64url: browsers know our pushes by it
    push_key_file: Path | None = None  # the worker's half
    push_contact: str | None = None  # mailto:… or https://…, for the push services
    push_services: str = PUSH_SERVICES
    proxies: int = 0  # how many trusted proxies stand before the server; 0: their headers are not believed
    static_dir: Path = Path(__file__).parent / "static"


def load() -> Settings:
    """Read the environment.

    Raises:
        Misconfigured: a value cannot be read; names the settings, not their values.
    """
    return read(Settings)


def read(kind: type[Kind]) -> Kind:
    """Read the settings of a kind from the environment.

    Raises:
        Misconfigured: a value cannot be read; names the settings, not their values.
    """
    try:
        return kind()
    except ValidationError as error:
        raise Misconfigured(sorted({variable(str(fault["loc"][0])) for fault in error.errors()})) from None


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def secret_bytes(path: Path, name: str) -> bytes:
    """The bytes that a file holds in hex; `name` is the setting that names the file.

    Raises:
        Misconfigured: there is no such file, or it is not hex.
    """
    try:
        return bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError):
        raise Misconfigured([variable(name)]) from None


def pinned(path: Path) -> tuple[int, tuple[bytes, ...]]:
    """`(threshold, root keys)` of the pins file: {"threshold": n, "keys": [hex, …]}.

    Raises:
        Misconfigured: there is no such file, or it is not as drawn.
    """
    try:
        read = json.loads(path.read_bytes())
        return int(read["threshold"]), tuple(bytes.fromhex(key) for key in read["keys"])
    except (OSError, ValueError, TypeError, KeyError):
        raise Misconfigured([variable("pins_file")]) from None
