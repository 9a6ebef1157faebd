"""The real Telegram process over a real store, between a fake of Telegram and a served organisation."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bots.fake_telegram import TOKEN, FakeTelegram
from tests.desk.world import World
from tests.processes import Process, start

APP = "speakup.example.org"


@dataclass
class Bot:
    """The process, which can be killed and begun anew over the same store."""

    organisation: World
    telegram: FakeTelegram
    folder: Path
    more: dict[str, str] = field(default_factory=dict)
    process: Process | None = None

    @property
    def settings(self) -> dict[str, str]:
        """Its environment."""
        token = self.folder / "token"
        token.write_text(f"{TOKEN}\n")
        return {
            "SPEAKUP_HOTLINE_DATABASE_URL": f"sqlite:///{self.folder}/hotline.db",
            "SPEAKUP_HOTLINE_SECRET_FILE": str(self.folder / "secret"),
            "SPEAKUP_SERVER": self.organisation.address,
            "SPEAKUP_PINS_FILE": str(self.organisation.folder / "org/pins.json"),
            "SPEAKUP_APP_ADDRESS": APP,
            "SPEAKUP_TELEGRAM_TOKEN_FILE": str(token),
            "SPEAKUP_TELEGRAM_API": self.telegram.address,
            **self.more,
        }

    @property
    def log(self) -> Path:
        """What it wrote."""
        return self.folder / "telegram.log"

    def begin(self) -> None:
        """Start the process."""
        self.process = start([sys.executable, "-m", "bots.telegram"], self.settings, self.log)

    def kill(self) -> None:
        """`kill -9`."""
        assert self.process is not None
        self.process.kill()

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        assert self.process is not None
        return self.process.stop()


@contextmanager
def bot(organisation: World, folder: Path, migrated: Path, **more: str) -> Iterator[Bot]:
    """A process with an empty store, and its Telegram."""
    shutil.copy(migrated, folder / "hotline.db")
    with FakeTelegram() as telegram:
        made = Bot(organisation, telegram, folder, more)
        made.begin()
        try:
            yield made
        finally:
            assert made.process is not None
            made.process.kill()
