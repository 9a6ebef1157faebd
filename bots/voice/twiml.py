"""What the line says and does, in the provider's words (TwiML).

Recorded voices are played; the rest is read out by a voice of the provider. Speech of the caller is never
turned into text, and the call to the person on duty is never recorded.

Must never: put into an address anything but the number of a step, a language, and the provider's own names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from twilio.twiml.voice_response import VoiceResponse

from app.conversation.call_values import Action, Dial, Gather, Hangup, Record, Redirect
from app.conversation.call_words import Piece, Prompt
from app.conversation.world import World
from app.services.hotline.spoken import Spoken
from bots.sms.inbound import sendable
from bots.voice.audio import Audio

VOICES: Mapping[str, tuple[str, str]] = {
    "en": ("en-GB", "Polly.Amy"),
    "fr": ("fr-FR", "Polly.Celine"),
    "es": ("es-MX", "Polly.Mia"),
    "ar": ("arb", "Polly.Zeina"),
    "zh": ("cmn-CN", "Polly.Zhiyu"),
    "ru": ("ru-RU", "Polly.Tatyana"),
}
"""The provider's language and voice, by the directory's short name of a language."""

FALLBACK = "en"


@dataclass(frozen=True)
class Rendering:
    """One answer being written. `base`: our public address; `duty`: whom 0 calls; `called`: our number."""

    base: str
    audio: Audio
    world: World
    duty: str = ""
    called: str = ""

    def render(self, said: Spoken, **query: str) -> str:
        """The whole answer; `query` goes along to the next step."""
        response = VoiceResponse()
        step = self.step(said, query)
        ACTIONS[type(said.action)](self, response, said, step)
        return str(response)

    def step(self, said: Spoken, query: Mapping[str, str]) -> str:
        """Where the next step is asked for."""
        lang = {"lang": said.lang} if said.lang else {}
        return f"{self.base}/voice/twilio/step?" + urlencode({"n": str(said.n), **lang, **query})

    def say(self, verb: Any, prompts: tuple[Prompt, ...]) -> None:
        """Say prompts within an element."""
        for prompt in prompts:
            for piece in prompt.pieces:
                self.say_piece(verb, prompt.lang, piece)

    def say_piece(self, verb: Any, lang: str, piece: Piece) -> None:
        """Play a recorded piece, or have it read out."""
        if piece.audio and self.audio.file(lang, piece.audio):
            verb.play(f"{self.base}/voice/audio/{lang}/{piece.audio}.mp3")
        else:
            language, voice = self.voice(lang)
            verb.say(sendable(piece.text), language=language, voice=voice)
        if piece.pause:
            verb.pause(length=piece.pause)

    def voice(self, lang: str) -> tuple[str, str]:
        """Who reads a language out."""
        return VOICES.get(self.world.locale(lang).short, VOICES[FALLBACK])


def _gather(line: Rendering, response: VoiceResponse, said: Spoken, step: str) -> None:
    wait = said.action
    assert isinstance(wait, Gather)
    count = {"num_digits": wait.digits} if wait.digits else {}
    gather = response.gather(
        input="dtmf",
        action=step,
        method="POST",
        timeout=wait.timeout,
        finish_on_key=wait.finish,
        action_on_empty_result=True,
        **count,
    )
    line.say(gather, said.prompts)
    response.redirect(step, method="POST")


def _record(line: Rendering, response: VoiceResponse, said: Spoken, step: str) -> None:
    wait = said.action
    assert isinstance(wait, Record)
    line.say(response, said.prompts)
    response.record(
        action=step,
        method="POST",
        timeout=wait.silence,
        finish_on_key=wait.finish,
        max_length=wait.seconds,
        play_beep=True,
        recording_status_callback=f"{line.base}/voice/twilio/status",
        recording_status_callback_method="POST",
    )
    response.redirect(step, method="POST")  # when nothing at all was heard, the recording asks for nothing


def _dial(line: Rendering, response: VoiceResponse, said: Spoken, step: str) -> None:
    """The person on duty sees our number, not the caller's."""
    wait = said.action
    assert isinstance(wait, Dial)
    line.say(response, said.prompts)
    ours = {"caller_id": line.called} if line.called else {}
    response.dial(line.duty, action=step, method="POST", timeout=wait.timeout, record="do-not-record", **ours)


def _hangup(line: Rendering, response: VoiceResponse, said: Spoken, _step: str) -> None:
    line.say(response, said.prompts)
    response.hangup()


def _redirect(line: Rendering, response: VoiceResponse, said: Spoken, step: str) -> None:
    wait = said.action
    assert isinstance(wait, Redirect)
    line.say(response, said.prompts)
    if wait.pause:
        response.pause(length=wait.pause)
    response.redirect(step, method="POST")


Write = Callable[[Rendering, VoiceResponse, Spoken, str], None]
ACTIONS: Mapping[type[Action], Write] = {
    Gather: _gather,
    Record: _record,
    Dial: _dial,
    Hangup: _hangup,
    Redirect: _redirect,
}
