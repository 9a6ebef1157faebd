"""A gateway over a served organisation: what tests of the hotline talk to."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from app.conversation.world import SMS, Channel
from app.hotline_config import HotlineSettings
from app.logs import Log
from app.services.hotline.incoming import Incoming, Said
from app.wiring.gateway import Gateway, build
from tests.clock import Clock
from tests.desk.world import World

PHONE = "+15005550006"
numbers = count(1)


@dataclass
class Line:
    """A person with a phone, and the gateway at the other end."""

    gateway: Gateway
    address: str = field(default=PHONE, repr=False)
    channel: Channel = SMS
    heard: list[Said] = field(default_factory=list)

    def text(self, text: str, **more: Any) -> str:
        """Send a text; what comes back, a line for each reply."""
        message = more.pop("message", f"m{next(numbers)}")
        said = self.gateway.talk.hear(Incoming(self.channel, self.address, message, text, **more))
        self.heard.append(said)
        return "\n".join(reply.text for reply in said.replies)

    def keys(self, text: str, **more: Any) -> list[str]:
        """Send a text; the keys of what comes back."""
        self.text(text, **more)
        return [reply.key for reply in self.heard[-1].replies]

    def deliver(self) -> int:
        """Take to the server what was sealed."""
        return self.gateway.background.courier.deliver()


def settings(organisation: World, folder: Path, **more: Any) -> HotlineSettings:
    """The settings of a gateway of this organisation, its store in `folder`."""
    return HotlineSettings(
        hotline_database_url=more.pop("database_url", f"sqlite:///{folder}/hotline.db"),
        server=organisation.address,
        pins_file=organisation.folder / "org/pins.json",
        app_address="speakup.example.org",
        **more,
    )


def opened(organisation: World, folder: Path, migrated: Path, **more: Any) -> Gateway:
    """A gateway with an empty store in `folder`."""
    if "database_url" not in more:
        shutil.copy(migrated, folder / "hotline.db")
    return build(settings(organisation, folder, **more), Log("gateway"))


@contextmanager
def line(organisation: World, folder: Path, migrated: Path, **more: Any) -> Iterator[Line]:
    """A line to a gateway."""
    gateway = opened(organisation, folder, migrated, **more)
    yield Line(gateway)
    gateway.database.close()


def with_clock(gateway: Gateway, clock: Clock) -> Gateway:
    """The same gateway by another clock."""
    secrets = replace(gateway.keeping.secrets, now=clock)
    keeping = replace(gateway.keeping, secrets=secrets, now=clock)
    doing = replace(gateway.doing, keeping=keeping)
    tries = replace(gateway.talk.tries, now=clock)
    return replace(
        gateway,
        keeping=keeping,
        doing=doing,
        talk=replace(gateway.talk, keeping=keeping, doing=doing, tries=tries),
    )
