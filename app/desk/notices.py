"""How this device is told to look at the desk, from a terminal: by mail, or no more; as the browser's screen.

Where to is sealed on this computer to the key that the signed directory names, and to no other: who has taken
the server over could hand out a key of their own and read every address. A push belongs to a browser; here it
can only be switched off.

Must never: keep or show an address. Not even this device can read it again.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.desk import screen
from app.desk.desk import Desk
from app.domain.errors import BadInput, NotFound, Unavailable
from app.domain.notices import Way
from app.sealing.contacts import DESK, seal_contact
from app.services.mail import is_address

PATH = "/notices"
TOLD = {Way.MAIL: "by mail", Way.PUSH: "in the browser in which it was switched on"}
NOBODY_SENDS = "This server sends no notices. Please look at your desk every working day."
UNSIGNED = (
    "cannot be set up safely yet: the signed directory does not name the key of this server for them, so "
    "whoever has taken over the server could read your address. Ask the root holders to name it (`speakup "
    "org notices KEY`; `speakup notices keys` printed it), and look at your desk every working day"
)
OTHER_KEY = (
    "this server does not use the key that the signed directory names, so it took no address. Who runs it "
    "and the root holders have to agree on one. Until then look at your desk every working day"
)


@dataclass(frozen=True)
class Offered:
    """What this server offers, and by which ways this device is told now. `hour`: of every day, in UTC.

    `unsigned`: it would send, but the key that it names is not the one that the signed directory does.
    """

    offered: tuple[Way, ...]
    ways: tuple[Way, ...]
    sender: str
    hour: int
    unsigned: bool


def offered(desk: Desk) -> Offered:
    """Ask the server.

    Raises:
        Unavailable: it answers something else.
    """
    try:
        answer: dict[str, Any] = desk.online.call("GET", PATH).json()
        ways = ways_in(answer["offered"])
        unsigned = bool(ways) and answer["key"] != desk.following.newest.directory.notice_key
        sender, hour = screen.line(answer["sender"] or ""), int(answer["hour"])
        return Offered(() if unsigned else ways, ways_in(answer["ways"]), sender, hour, unsigned)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unavailable from None


def ways_in(names: Sequence[str]) -> tuple[Way, ...]:
    """The ways among these names; others come from a newer server."""
    return tuple(way for way in Way if way.value in names)


def shown(desk: Desk) -> Iterator[str]:
    """How this device is told, in sentences."""
    found = offered(desk)
    if found.unsigned:
        yield f"Notices {UNSIGNED}."
    elif not found.offered:
        yield NOBODY_SENDS
    else:
        yield f"Once a day, at {found.hour:02}:00 UTC, you can be told to look at your desk."
        yield "The notice always says the same, whether or not something came."
    for way in found.ways:
        yield f"You are told {TOLD[way]}. Where to is sealed: not even this desk can show it."
    if Way.MAIL in found.offered and Way.MAIL not in found.ways:
        yield f"You are not told by mail, which comes from {found.sender}. To change that: notices set mail"


def tell_by_mail(desk: Desk, address: str) -> None:
    """Have this device told by mail; an address that was there is replaced.

    Raises:
        BadInput: it is no address, this server sends no mail, or the directory names no key, or another.
    """
    typed = address.strip()
    if not is_address(typed):
        raise BadInput("address", "is no mail address that the server can write to")
    found = offered(desk)
    if found.unsigned:
        raise BadInput("notices", UNSIGNED)
    if Way.MAIL not in found.offered:
        raise BadInput("mail", "is not sent by this server; please look at your desk every working day")
    sealed = seal_contact(notice_key(desk), {"address": typed}, DESK)
    try:
        desk.online.call("PUT", f"{PATH}/{Way.MAIL}", json={"contact": b64encode(sealed).decode()})
    except NotFound:
        raise BadInput("notices", OTHER_KEY) from None


def tell_no_more(desk: Desk, ways: Sequence[Way]) -> None:
    """Have this device told no more by these ways."""
    for way in ways:
        desk.online.call("DELETE", f"{PATH}/{way}")


def notice_key(desk: Desk) -> bytes:
    """To which an address is sealed: what the signed directory names, whatever the server says.

    Raises:
        BadInput: it names none; says what to do.
    """
    key = desk.following.newest.directory.notice_key
    if key is None:
        raise BadInput("notices", UNSIGNED)
    return bytes.fromhex(key)
