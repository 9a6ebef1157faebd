"""`speakup notices`: the keys by which officers are told, and a try of the mail server.

Officers say at their desks where they want to be told; nothing here can show it.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.domain.errors import CannotBeTrusted, Misconfigured, Taken, Unavailable

if TYPE_CHECKING:
    from app.config import Settings

CONTACT_KEY, PUSH_KEY = "desk_notice.key", "push.pem"
MEANING = {
    "sent": "The mail server took the message. Look whether it arrived.",
    "not_yet": "The mail server cannot be reached, or wants to be asked later.",
    "refused": "The mail server refuses this address, or the one that mail comes from.",
    "gone": "This is no mail address.",
}

OTHER_KEY = (
    "The signed directory does not name the worker's key, so no desk takes an address. Those who keep the "
    "directory name it: `speakup org notices KEY`, with the key of SPEAKUP_DESK_NOTICE_KEY; then prepare, "
    "sign, publish."
)
NOT_COMPARED = (
    "Whether the signed directory names the worker's key was not looked at. It needs the worker's settings: "
    "SPEAKUP_DESK_NOTICE_KEY_FILE, SPEAKUP_PINS_FILE, SPEAKUP_DATABASE_URL."
)


@click.group()
def group() -> None:
    """Tell officers once a day by mail or in the browser that they should look at their desks.

    The first time: `keys`. Let those who keep the directory name the key printed for them (`speakup org
    notices KEY`): desks seal addresses to no other. Then set up the mail server, and `try` it.
    """


@group.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def keys(folder: Path) -> None:
    """Make the keys for notices in FOLDER.

    Desks seal addresses with the printed half of the first; the worker alone opens them. Browsers know our
    pushes by the second. Keep both files away from the web process. Keys that are there stay as they are.
    """
    from app.sealing.keys import BoxKeyPair
    from app.services.workspace import SECRET_MODE, write

    for name in (CONTACT_KEY, PUSH_KEY):
        if (folder / name).exists():
            raise Taken(f"{name} in this folder")
    pair, (pem, public) = BoxKeyPair.generate(), push_pair()
    write(folder / CONTACT_KEY, pair.secret.hex().encode() + b"\n", SECRET_MODE)
    write(folder / PUSH_KEY, pem, SECRET_MODE)
    click.echo(f"For the worker only:        SPEAKUP_DESK_NOTICE_KEY_FILE={folder / CONTACT_KEY}")
    click.echo(f"                            SPEAKUP_PUSH_KEY_FILE={folder / PUSH_KEY}")
    click.echo(f"For the web process:        SPEAKUP_DESK_NOTICE_KEY={pair.public.hex()}")
    click.echo(f"                            SPEAKUP_PUSH_KEY={public}")
    click.echo(f"For those who keep the directory:  speakup org notices {pair.public.hex()}")
    click.echo("Until they have signed it, desks take no address: only the signature tells whose key it is.")
    click.echo("Then the mail server: docs/operations.md, “Notices to officers”; then `speakup notices try`.")
    click.echo(
        "Officers who were told by an earlier key get nothing more until they set it again at their desks."
    )


def push_pair() -> tuple[bytes, str]:
    """A fresh key for pushes: its PEM file, and the public half in base64url."""
    from base64 import urlsafe_b64encode

    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return pem, urlsafe_b64encode(point).rstrip(b"=").decode()


@group.command(name="try")
@click.argument("address")
def try_mail(address: str) -> None:
    """Send the daily notice to ADDRESS now, with the worker's settings."""
    from app import config
    from app.domain.notices import NoticeKind, Way
    from app.wiring.notices import carriers

    carrier = carriers(config.load()).get(Way.MAIL)
    if carrier is None:
        raise Misconfigured(["SPEAKUP_MAIL_SERVER"])
    began = datetime.now(UTC)
    fate = carrier.carry({"address": address}, NoticeKind.DAILY)
    click.echo(f"{MEANING[fate]} ({(datetime.now(UTC) - began).total_seconds():.1f} s)")
    lacks = lacking(config.load())
    if lacks:
        click.echo(lacks)
    if fate != "sent" or lacks == OTHER_KEY:
        raise SystemExit(1)


def lacking(settings: "Settings") -> str | None:
    """What keeps desks from taking an address, though mail can be sent; None: nothing."""
    from app.wiring.notices import daily_notices

    if settings.desk_notice_key_file is None or settings.pins_file is None:
        return NOT_COMPARED
    try:
        return None if daily_notices(settings).signed(datetime.now(UTC)) else OTHER_KEY
    except (CannotBeTrusted, Unavailable):
        return NOT_COMPARED
