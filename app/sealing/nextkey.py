"""The next seal key of a device: it follows from what the device holds, so nothing has to be kept for it.

    root       = the master of its seed, or the sign seed of a device that has none (`speakup org device add`)
    seal key n = box seed pair of KDF(root, 16 + n, "SPK1dvce")
    next       = n one above the highest that the directory lists under the device; 0 when it lists none;
                 and above those whose public half it lists elsewhere: a colleague reads a wish that waits,
                 and whoever had its key listed as their own would stop that device from renewing for ever

So a crash between drawing and sending loses nothing, an old copy of a key file and a recovery sheet open
what comes, and who asks twice asks for the same key. It heals nothing that was stolen: who has the old keys
has the next ones too. A lost device is removed, never renewed.
"""

from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import datetime

from app.domain.directory import Device as Listed
from app.domain.directory import Directory
from app.domain.errors import BadInput
from app.domain.membership import holder_of
from app.domain.renewing import keys_of, validity
from app.sealing import timestamps
from app.sealing.devicekeys import DatedSealKey, Device
from app.sealing.deviceseed import seal_key
from app.sealing.keys import BoxKeyPair
from app.sealing.membership import Signed, listed, sign_document

MOST_NUMBERS = 64  # of seal keys in a device's life; a directory lists sixteen at most


def numbered(device: Device) -> Mapping[str, tuple[int, BoxKeyPair]]:
    """The keys that follow from what a device holds, by their public half (hex), each with its number."""
    root = device.seed.master if device.seed else device.sign.seed
    pairs = ((number, seal_key(root, number)) for number in range(MOST_NUMBERS))
    return {pair.public.hex(): (number, pair) for number, pair in pairs}


def completed(device: Device, found: Listed) -> Device:
    """The device with every key that the directory lists for it and that follows from what it holds."""
    held = {pair.public.hex() for pair in device.seal_pairs}
    missing = [each for each in listed(found)["seal"] if each["key"] not in held]
    if not missing:
        return device
    known = numbered(device)
    new = [
        DatedSealKey(known[each["key"]][1], each["until"], each.get("from"))
        for each in missing
        if each["key"] in known
    ]
    return replace(device, seal=(*device.seal, *new))


def next_key(device: Device, found: Listed, used: Container[str]) -> BoxKeyPair:
    """The key that the device takes next, as the directory lists it now; `used`: all that it lists (hex).

    Raises:
        BadInput: it has had all of them.
    """
    known = numbered(device)
    first = max((known[each.key][0] + 1 for each in found.seal if each.key in known), default=0)
    free = (pair for key, (number, pair) in known.items() if number >= first and key not in used)
    pair = next(free, None)
    if pair is None:
        raise BadInput("device", "has had as many keys as it can; have it join anew")
    return pair


def renewal(device: Device, directory: Directory, now: datetime) -> Signed:
    """What a device that a directory lists signs so that the root holders list its next key.

    Raises:
        BadInput: as `next_key`.
        NotFound: the directory lists it no more.
    """
    office, found = directory.device(device.device)
    holder = holder_of(office, found.id)
    since, until = map(timestamps.write, validity(found, now))
    key = {"key": next_key(device, found, keys_of(directory)).public.hex(), "from": since, "until": until}
    member = holder.id if holder else ""
    who = {"organisation": device.organisation, "office": device.office, "member": member}
    wish = {"v": 1, "kind": "renewal", **who, "device": device.device, "seal": key}
    return sign_document({**wish, "by": device.device, "day": now.date().isoformat()}, device.sign)
