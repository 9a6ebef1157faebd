"""A call without a phone company: keys are posted, what would be heard comes back as text.

    {"call": hex32, "n": "7", "keys": "1", "said": ""}   ->   {"n": 8, "heard": [{"text" …}], "action": …}

The calls are those of the voice line, over the same store. Where the line records, the page has a box for
what is said: a small sound stands for it, kept on a tape in memory as a provider would keep it, and fetched
and sealed from there in the same way.

Must never: leave anything for a provider to delete, as none has anything.
"""

import io
import math
import re
import secrets
import wave
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import httpx

from app.conversation.call import AGAIN, RECORDING
from app.conversation.world import World
from app.domain.errors import BadInput
from app.services.hotline.call_steps import CallEvent
from app.services.hotline.calls import Calls
from app.services.hotline.incoming import Removal
from app.services.hotline.keeping import NOTHING, Found, Keeping, Work
from app.services.hotline.recordings import Recordings
from app.services.hotline.spoken import Spoken
from app.wiring.gateway import Gateway

NAME = re.compile(r"[0-9a-f]{32}")  # drawn by the page
KEYS = re.compile(r"[0-9*#]{0,64}")
NUMBER = re.compile(r"[0-9]{1,6}")
TAPES = 64  # recordings in memory; the oldest goes
RATE = 8_000  # samples a second, one byte each: what a phone line carries
LETTER_SECONDS = 0.04
MOST_LETTERS = 500  # twenty seconds of sound
LOWEST, STEP = 220, 20  # hertz


@dataclass(frozen=True)
class NothingElsewhere(Keeping):
    """The store of conversations, without things to delete at a provider."""

    def keep(
        self, found: Found, state: Mapping[str, Any] | None, answer: Mapping[str, Any], work: Work = NOTHING
    ) -> None:
        """Keep a turn whole."""
        super().keep(found, state, answer, replace(work, removals=()))

    def remove_later(self, things: tuple[Removal, ...]) -> None:
        """There is nothing."""


@dataclass
class Tape(httpx.BaseTransport):
    """Stands where a provider keeps recordings: they are fetched over it by their names."""

    kept: OrderedDict[str, bytes] = field(default_factory=OrderedDict, repr=False)

    def record(self, said: str) -> str:
        """Keep a sound for what was said; the name of the recording."""
        name = f"RE{secrets.token_hex(16)}"
        self.kept[name] = sound(said)
        while len(self.kept) > TAPES:
            self.kept.popitem(last=False)
        return name

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The recording that an address ends with."""
        found = self.kept.get(request.url.path.rpartition("/")[2].partition(".")[0])
        if found is None:
            return httpx.Response(httpx.codes.NOT_FOUND)
        return httpx.Response(httpx.codes.OK, headers={"Content-Type": "audio/wav"}, content=found)


@dataclass(frozen=True)
class Line:
    """The voice line of a simulator."""

    calls: Calls
    tape: Tape


def line(gateway: Gateway) -> Line:
    """The line of a gateway; nobody is on duty."""
    tape, talk = Tape(), gateway.talk
    recordings = Recordings(httpx.Client(base_url="http://tape.invalid", transport=tape), "simulator")
    keeping = NothingElsewhere(gateway.database, gateway.keeping.secrets, gateway.keeping.now)
    return Line(Calls(gateway.worlds, keeping, gateway.doing, talk.tries, talk.turns, recordings), tape)


def sound(said: str) -> bytes:
    """A small WAV that stands for a voice: a tone for each letter."""
    count = int(RATE * LETTER_SECONDS)
    tones = ((LOWEST + STEP * (ord(letter) % 32)) for letter in said[:MOST_LETTERS])
    samples = bytes(
        128 + int(60 * math.sin(2 * math.pi * tone * at / RATE)) for tone in tones for at in range(count)
    )
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(samples)
    return out.getvalue()


def read(posted: Any, tape: Tape) -> CallEvent:
    """The step that a page posted; what was said is on the tape.

    Raises:
        BadInput: it is something else.
    """
    if not isinstance(posted, dict) or any(not isinstance(each, str) for each in posted.values()):
        raise BadInput("step", "is not an object of texts")
    call, number, keys = posted.get("call", ""), posted.get("n", ""), posted.get("keys", "")
    if not (NAME.fullmatch(call) and NUMBER.fullmatch(number)):
        raise BadInput("step", "has no call and number")
    if keys != AGAIN and not KEYS.fullmatch(keys):
        raise BadInput("keys", "are not those of a phone")
    event = CallEvent(f"simulator:{call}", int(number), keys)
    if not posted.get("said", "").strip():
        return event
    return replace(event, keys=RECORDING, recording=tape.record(posted["said"]))


def written(said: Spoken, world: World) -> dict[str, Any]:
    """What the page shows: what is heard, and what the line does then."""
    heard = [
        {"key": each.key, "text": each.text, "lang": world.locale(each.lang).tag} for each in said.prompts
    ]
    return {"n": said.n, "heard": heard, "action": {"name": type(said.action).__name__} | asdict(said.action)}
