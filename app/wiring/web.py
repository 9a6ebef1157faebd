"""Builds the web process: the only place where its objects are made.

It holds the intake signing key and nothing that opens anything. Must never import the relay's side.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.config import Settings, secret_bytes
from app.domain.errors import BadInput, Misconfigured, NotFound
from app.logs import Log
from app.sealing.keys import SignKeyPair
from app.services.bricks import PER_GIB, Bricks
from app.services.certificates import Certificates
from app.services.content_counts import ContentCounts
from app.services.content_packs import ContentPacks
from app.services.desk import Desk
from app.services.desk_notices import DeskNotices
from app.services.directories import Directories
from app.services.disposals import Disposals
from app.services.grouping import Together
from app.services.intake import Intake
from app.services.joining import Joining
from app.services.renewals import Renewals
from app.services.replies import Replies
from app.services.sessions import Sessions
from app.services.shelf import Shelf
from app.services.suspensions import Suspensions
from app.storage.database import open_database
from app.wiring.content import reader
from app.wiring.notices import offer


@dataclass(frozen=True)
class Web:
    """What the doors call."""

    intake: Intake
    replies: Replies
    directories: Directories
    sessions: Sessions
    desk: Desk
    bricks: Bricks
    joining: Joining
    suspensions: Suspensions
    renewals: Renewals
    disposals: Disposals
    notices: DeskNotices
    content_counts: ContentCounts
    certificates: Certificates
    content: ContentPacks
    shelf: Shelf
    settings: Settings
    log: Log


def build(settings: Settings, log: Log) -> Web:
    """Build the web process from its settings; connects to nothing yet.

    Raises:
        Misconfigured: names everything that is missing or wrong.
    """
    settings.require("database_url", "public_url", "intake_key_file")
    assert settings.intake_key_file is not None
    assert settings.public_url is not None
    key = intake_key(settings.intake_key_file)
    database = open_database(settings.database_url)
    directories = Directories(database)
    origin = settings.public_url.rstrip("/")
    content, shelf = reader(), Shelf(settings.static_dir)
    return Web(
        intake=Intake(Together.over(database), key),
        replies=Replies(database),
        directories=directories,
        sessions=Sessions(database, directories, origin, now, secrets.token_bytes),
        desk=Desk(database, directories, now),
        joining=Joining(database, directories, now),
        suspensions=Suspensions(database, directories, now),
        renewals=Renewals(database, directories, now),
        bricks=Bricks(database, settings.bricks_limit * PER_GIB, now),
        disposals=Disposals(database, directories, now),
        notices=DeskNotices(database, directories, offer(settings), now),
        content_counts=ContentCounts(database, lambda: content().catalogue, now),
        certificates=Certificates(key, lambda: content().quizzes, now),
        content=ContentPacks(shelf),
        shelf=shelf,
        settings=settings,
        log=log,
    )


def intake_key(path: Path) -> SignKeyPair:
    """The intake signing key: a file with the 32-byte seed in hex.

    Raises:
        Misconfigured: it is not that.
    """
    try:
        return SignKeyPair.from_seed(secret_bytes(path, "intake_key_file"))
    except BadInput:
        raise Misconfigured(["SPEAKUP_INTAKE_KEY_FILE"]) from None


def has_listed_key(settings: Settings) -> bool:
    """Whether the newest directory lists our intake key as valid now; True before the first version.

    Phones believe no answer that another key signs. The connection is closed again: workers are forked later.

    Raises:
        Unavailable: the store cannot be read now.
    """
    assert settings.intake_key_file is not None
    ours = intake_key(settings.intake_key_file).public.hex()
    database = open_database(settings.database_url)
    try:
        listed = Directories(database).current().intake
    except NotFound:
        return True
    finally:
        database.close()
    return any(each.key == ours and each.valid(now()) for each in listed)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)
