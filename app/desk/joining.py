"""Making a device at a terminal: out of an invitation, or out of the words of its recovery sheet.

A new device asks and waits: it belongs to the office when a directory that lists it is published. A recovered
one is listed already, under the id that follows from its words.

Must never: send the seed, its words, or anything that is not sealed or public.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from app.domain.directory import Device as Listed
from app.domain.directory import Directory, Office
from app.domain.directory import device as directory_device
from app.domain.errors import BadInput, CannotBeOpened, NotFound, Taken, Unavailable
from app.domain.membership import holder_of
from app.domain.strict_json import dumps
from app.sealing import timestamps
from app.sealing.devicekeys import Cost, DatedSealKey, Device, wrap
from app.sealing.deviceseed import DeviceSeed
from app.sealing.directory import Pins
from app.sealing.invitation import Invitation
from app.sealing.joinrequest import JoinRequest, compared_words, request_of, seal_request
from app.sealing.membership import check_own, listed
from app.sealing.nextkey import MOST_NUMBERS
from app.services.workspace import SECRET_MODE, write

API = "/api/v1/desk/joins"
VALID_DAYS = 365  # like the devices that `speakup org` makes
EARLIER = timedelta(days=1)  # valid from yesterday on: the ceremony's clock may be behind this one


def new_device(
    directory: Directory, invitation: Invitation, seed: DeviceSeed, now: datetime
) -> tuple[Device, JoinRequest]:
    """The device of a seed, and what it asks with.

    Raises:
        BadInput: the invitation is for another organisation, or has expired.
        NotFound: the directory has no such office.
    """
    if directory.organisation.id != invitation.organisation:
        raise BadInput("invitation", "is for another organisation than this server's")
    if invitation.until < now.date():
        raise BadInput("invitation", "has expired; ask for a new one")
    office = directory.office(invitation.office)
    since, until = timestamps.write(now - EARLIER), timestamps.write(now + timedelta(days=VALID_DAYS))
    pair = seed.seal()
    label = f"{invitation.title} — {office.name}"
    keys = (DatedSealKey(pair, until, since),)
    device = Device(invitation.organisation, office.id, seed.device, label, seed.sign, keys, seed)
    asking = request_of(seed.sign, office.id, public_half(device), invitation.title, invitation.member)
    return device, asking


def public_half(device: Device) -> Listed:
    """How a directory will list a device."""
    seal = [
        {"key": each.pair.public.hex(), **({"from": each.since} if each.since else {}), "until": each.until}
        for each in device.seal
    ]
    return directory_device({"id": device.device, "sign": device.sign.public.hex(), "seal": seal})


def ask(http: httpx.Client, invitation: Invitation, request: JoinRequest, pins: Pins) -> tuple[str, ...]:
    """Put the request to the server; the six words to read out to who invited. `pins` are believed here.

    Raises:
        NotFound: the invitation was taken back, or has expired.
        Taken: somebody asked with this link before.
        Unavailable: the server cannot be reached.
    """
    sealed = seal_request(request, invitation.id, invitation.secret)
    headers = {"Content-Type": "application/octet-stream"}
    try:
        answer = http.put(f"{API}/{invitation.id}/request", content=sealed, headers=headers)
    except httpx.HTTPError:
        raise Unavailable from None
    if answer.status_code == 404:
        raise NotFound("the invitation (it was taken back or has expired: ask for a new one)")
    if answer.status_code == 409:
        raise Taken("the invitation (somebody asked with this link before: tell who sent it)")
    if not answer.is_success:
        raise Unavailable
    return compared_words(invitation.office, request.device, pins)


def recovered(directory: Directory, seeds: Sequence[DeviceSeed]) -> Device:
    """The device of one of these seeds as the directory lists it.

    Raises:
        NotFound: no office lists it (any more).
        CannotBeOpened: sign; a device of this id is listed with another key.
        CannotBeTrusted: keys; it is listed with a seal key that does not follow from the seed.
    """
    for seed in seeds:
        try:
            office, found = directory.device(seed.device)
        except NotFound:
            continue
        if found.sign != seed.sign.public.hex():
            raise CannotBeOpened("sign")
        return device_of(directory, office, found, seed)
    raise NotFound("a device of these words in the newest directory")


def device_of(directory: Directory, office: Office, found: Listed, seed: DeviceSeed) -> Device:
    """A listed device with the secrets of its seed."""
    pairs = {pair.public.hex(): pair for pair in map(seed.seal, range(MOST_NUMBERS))}
    check_own(found, pairs)
    dates = listed(found)["seal"]
    keys = tuple(DatedSealKey(pairs[each["key"]], each["until"], each.get("from")) for each in dates)
    holder = holder_of(office, found.id)
    label = f"{holder.title if holder else ''} — {office.name}"
    organisation = directory.organisation.id
    return Device(organisation, office.id, found.id, label, seed.sign, keys, seed)


def keep(device: Device, path: Path, passphrase: str, cost: Cost) -> None:
    """Write the device key file, locked, readable by its owner only."""
    write(path, dumps(wrap(device, passphrase, cost)), SECRET_MODE)
