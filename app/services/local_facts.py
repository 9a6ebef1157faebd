"""What an organisation answers for in its place: confirmed facts, help nearby, notices' key, exit page.

Changes go into the draft of the directory; they count when the next version is signed and published.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from app.domain.errors import BadInput, NotFound
from app.domain.local_help import HelpService, parse_confirmed, parse_service
from app.sealing.contacts import DESK, seal_contact
from app.services.workspace import Json, Workspace

LONGEST_PAGE = 200  # characters; every phone carries it


def confirm(workspace: Workspace, setting: str, value: str) -> None:
    """Confirm a fact; a new value replaces the old.

    Raises:
        BadInput: the value is empty, too long, or no single line.
    """
    parse_confirmed({setting: value})
    keep(workspace, "confirmed", confirmed(workspace) | {setting: value})


def withdraw(workspace: Workspace, setting: str) -> None:
    """Confirm a fact no longer: the texts that need it disappear.

    Raises:
        NotFound: it is not confirmed.
    """
    held = confirmed(workspace)
    if setting not in held:
        raise NotFound("confirmed setting")
    keep(workspace, "confirmed", {name: value for name, value in held.items() if name != setting})


def confirmed(workspace: Workspace) -> dict[str, str]:
    """The confirmed facts of the draft, by setting."""
    return dict(workspace.draft()["organisation"].get("confirmed", {}))


def add_service(workspace: Workspace, service: Json) -> int:
    """Add a service; the answer is its number in the list, from 1.

    Raises:
        BadInput: a field is missing or has another shape.
    """
    parse_service(service)
    listed = [*raw_services(workspace), service]
    keep(workspace, "help", listed)
    return len(listed)


def remove_service(workspace: Workspace, number: int) -> None:
    """Take a service out by its number in the list; those behind it move up.

    Raises:
        NotFound: there is no such number.
    """
    listed = raw_services(workspace)
    if not 1 <= number <= len(listed):
        raise NotFound("service")
    keep(workspace, "help", listed[: number - 1] + listed[number:])


def services(workspace: Workspace) -> Sequence[HelpService]:
    """The services of the draft, in order."""
    return tuple(map(parse_service, raw_services(workspace)))


def raw_services(workspace: Workspace) -> list[Json]:
    """The services as the draft has them."""
    return list(workspace.draft()["organisation"].get("help", []))


def set_notice_key(workspace: Workspace, typed: str) -> str:
    """Name the public key (hex) to which desks seal where officers want to be told; the answer is the key.

    A new one replaces the old.

    Raises:
        BadInput: it is no public key.
    """
    try:
        key = bytes.fromhex(typed)
        seal_contact(key, {}, DESK)
    except (ValueError, BadInput):
        raise BadInput("key", "is no public key; `speakup notices keys` prints it") from None
    workspace.keep(workspace.draft() | {"notice_key": key.hex()})
    return key.hex()


def withdraw_notice_key(workspace: Workspace) -> None:
    """Name none any more: no desk seals an address.

    Raises:
        NotFound: none is named.
    """
    draft = workspace.draft()
    if draft.pop("notice_key", None) is None:
        raise NotFound("notice key")
    workspace.keep(draft)


def notice_key(workspace: Workspace) -> str | None:
    """The notice key of the draft, in hex."""
    found = workspace.draft().get("notice_key")
    return None if found is None else str(found)


def set_exit_page(workspace: Workspace, page: str) -> None:
    """Name the page that opens when a person leaves the app in haste; a new one replaces the old.

    Raises:
        BadInput: it is no address that every browser opens: https, a host, no spaces, nobody's password.
    """
    plain = page.isascii() and page.isprintable() and " " not in page and len(page) <= LONGEST_PAGE
    try:
        parts = urlsplit(page) if plain else None
    except ValueError:
        parts = None
    if parts is None or not page.startswith("https://") or not parts.hostname or "@" in parts.netloc:
        raise BadInput("page", "must be an address that begins with https://, as a browser shows it")
    keep(workspace, "quick_exit", page)


def withdraw_exit_page(workspace: Workspace) -> None:
    """Name none any more: the app opens the one that it is built with.

    Raises:
        NotFound: none is named.
    """
    draft = workspace.draft()
    if draft["organisation"].pop("quick_exit", None) is None:
        raise NotFound("exit page")
    workspace.keep(draft)


def exit_page(workspace: Workspace) -> str | None:
    """The exit page of the draft."""
    found = workspace.draft()["organisation"].get("quick_exit")
    return None if found is None else str(found)


def keep(workspace: Workspace, name: str, value: Any) -> None:
    """Write what the organisation answers for into the draft."""
    draft = workspace.draft()
    draft["organisation"][name] = value
    workspace.keep(draft)
