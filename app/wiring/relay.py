"""Builds the relay process: the only place where its objects are made. Never imported by the web zone."""

from app.config import Settings, pinned
from app.sealing.directory import Pins
from app.services import relay_keys
from app.services.filing import FileBatch
from app.services.relaying import Relay
from app.services.trusted_directory import TrustedDirectory
from app.storage.database import open_database


def build(settings: Settings) -> Relay:
    """Build the relay from its settings; reads its key file once, so that a wrong one shows at the start.

    Raises:
        Misconfigured: names everything that is missing or wrong.
    """
    settings.require("database_url", "relay_keys_file", "pins_file")
    assert settings.relay_keys_file is not None
    assert settings.pins_file is not None
    relay_keys.load(settings.relay_keys_file)
    threshold, roots = pinned(settings.pins_file)
    database = open_database(settings.database_url)
    return Relay(
        FileBatch(database), TrustedDirectory(database, Pins(roots, threshold)), settings.relay_keys_file
    )
