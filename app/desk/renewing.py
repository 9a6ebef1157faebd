"""Renewing this device's keys at a terminal, and saying in time whose keys end.

The next key follows from what the device holds (`app/sealing/nextkey.py`): nothing is written to its file,
and the entrance finds it again as soon as the directory lists it.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from app.desk.desk import Desk
from app.domain.directory import Device
from app.domain.errors import BadInput, CannotBeOpened
from app.domain.membership import Renewal, holder_of
from app.domain.renewing import QUIET, Ending, end_of, ending, keys_of, validity, waits
from app.sealing.membership import believed, read, written
from app.sealing.nextkey import next_key, renewal

SHORT = 8  # hex digits by which a device is named
WORDS = {
    Ending.SOON: "{whose} keys end on {day}: {what}.",
    Ending.NEAR: "{whose} KEYS END ON {day}: {what}.",
    Ending.PAST: "{whose} KEYS ENDED ON {day}, nothing new is sealed to that device: {what}.",
}


def ask(desk: Desk) -> date:
    """Sign this device's next key and leave it for the root holders; the day on which that one ends.

    Raises:
        BadInput: its keys do not end soon.
        NotFound: the office lists it no more.
        NotAllowed: a colleague keeps it out.
    """
    directory = desk.following.newest.directory
    _, own = directory.device(desk.device.device)
    if ending(own, desk.now()) is Ending.FAR:
        end = end_of(own)
        raise BadInput("keys", f"are valid until {end:%Y-%m-%d}; renew from {end - QUIET:%Y-%m-%d} on")
    signed = renewal(desk.device, directory, desk.now())
    desk.online.call("PUT", "/renewals", json=written(signed))
    return validity(own, desk.now())[1].date()


def asked(desk: Desk) -> dict[str, date]:
    """Which devices of the office wait for their next key, and since when, by their own signatures only."""
    directory = desk.following.newest.directory
    office, used = directory.office(desk.device.office), keys_of(directory)
    keys: dict[str, bytes] = {device.id: bytes.fromhex(device.sign) for device in office.devices}
    found: dict[str, date] = {}
    for each in desk.online.call("GET", "/renewals").json()["renewals"]:
        with suppress(BadInput, CannotBeOpened):
            signed = read(each["renewal"])
            wish = believed(signed, keys[signed.by]) if signed.by in keys else None
            if isinstance(wish, Renewal) and wish.device == each["device"] and is_due(desk, wish, used):
                found[wish.device] = wish.day
    return found


def is_due(desk: Desk, wish: Renewal, used: frozenset[str]) -> bool:
    """Whether a wish can still be waiting; one of this device only for the key that it would ask for now."""
    if not waits(wish, used, desk.now().date()):
        return False
    if wish.device != desk.device.device:
        return True
    own = desk.following.newest.directory.device(wish.device)[1]
    return wish.seal.key == next_key(desk.device, own, used).public.hex()


def reminders(desk: Desk) -> Iterator[str]:
    """A line for each device of the office whose keys end soon or have ended, this one first."""
    devices = desk.following.newest.directory.office(desk.device.office).devices
    for device in sorted(devices, key=lambda each: (each.id != desk.device.device, end_of(each))):
        near = ending(device, desk.now())
        if near is not Ending.FAR:
            yield WORDS[near].format(day=end_of(device).date(), **named(desk, device))


def named(desk: Desk, device: Device) -> dict[str, str]:
    """Whose device it is, and what to do about it."""
    if device.id == desk.device.device:
        return {"whose": "Your", "what": "`speakup desk renew`"}
    holder = holder_of(desk.following.newest.directory.office(desk.device.office), device.id)
    whose = f"{holder.title if holder else 'Somebody'}, device {device.id[:SHORT]}:"
    return {"whose": whose, "what": "ask them to renew"}
