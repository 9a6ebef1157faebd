"""Calls through Twilio: a call comes in, its steps, its end, and the recorded voices.

    POST /voice/twilio            a call comes in
    POST /voice/twilio/step?n=7   keys, a recording, or how the call to the person on duty went
    POST /voice/twilio/status     the call has ended, or a recording is ready
    GET  /voice/audio/fr/voice_menu.mp3

Who calls is never read. Must never: answer a request that is not signed, but with a refusal.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx
from flask import Blueprint, Response, abort, current_app, request, send_file
from flask.blueprints import BlueprintSetupState

from app.conversation.call import AGAIN, ANSWERED, RECORDING
from app.conversation.call_values import Redirect
from app.conversation.world import VOICE
from app.domain.errors import Unavailable
from app.hotline_config import secret_text
from app.services.hotline.call_steps import CallEvent
from app.services.hotline.calls import Calls
from app.services.hotline.recordings import Recordings
from app.services.hotline.spoken import Spoken
from app.wiring.gateway import Gateway
from bots.doors import EXTENSION, gateway
from bots.twilio_signature import signed
from bots.voice.audio import Audio
from bots.voice.twiml import Rendering

EXTENSION_NAME = "voice"
CALL = re.compile(r"CA[0-9a-f]{32}")
RECORDING_NAME = re.compile(r"RE[0-9a-f]{32}")
KEYS = re.compile(r"[0-9*#]{0,64}")
OURS = re.compile(r"\+?[0-9]{3,15}")
NUMBER = re.compile(r"[0-9]{1,6}")
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
GONE = "hangup"  # instead of a key: the caller hung up while it was recorded
SPOKEN_WITH = "completed"
UNANSWERED = "unanswered"
PATIENCE_SECONDS = 3  # until a recording is told of again that could not be noted

bp = Blueprint("voice", __name__)


@dataclass(frozen=True)
class VoiceLine:
    """The voice line of one gateway."""

    calls: Calls
    audio: Audio


@bp.record
def set_up(state: BlueprintSetupState) -> None:
    """Build the line when the door is opened."""
    found: Gateway = state.app.extensions[EXTENSION]
    state.app.extensions[EXTENSION_NAME] = voice_line(found)


def voice_line(found: Gateway) -> VoiceLine:
    """The line of a gateway.

    Raises:
        Misconfigured: the file of the provider's token cannot be read.
    """
    settings, talk = found.settings, found.talk
    account = settings.twilio_account or ""
    token = secret_text(settings.twilio_token_file, "twilio_token_file")
    http = httpx.Client(base_url=settings.twilio_api, auth=(account, token))
    recordings = Recordings(http, account)
    duty = bool(settings.voice_duty_number)
    calls = Calls(found.worlds, found.keeping, found.doing, talk.tries, talk.turns, recordings, duty)
    return VoiceLine(calls, Audio(settings.voice_audio))


def line() -> VoiceLine:
    """The line of the application that answers."""
    found: VoiceLine = current_app.extensions[EXTENSION_NAME]
    return found


@bp.before_request
def only_the_provider() -> None:
    """Refuse what is not signed; the recorded voices are public."""
    if request.method == "POST" and not signed(request, gateway().settings):
        abort(403)


@bp.post("/voice/twilio")
def begin() -> Response:
    """A call comes in."""
    return answered(CallEvent(call_named(request.form)))


@bp.post("/voice/twilio/step")
def step() -> Response:
    """What came of the step before."""
    number = request.args.get("n", "")
    if not NUMBER.fullmatch(number):
        abort(400)
    event = event_of(CallEvent(call_named(request.form), int(number)), request.form, request.args)
    if request.form.get("Digits") == GONE or request.form.get("CallStatus") in OVER:
        return ended(event)
    return answered(event)


@bp.post("/voice/twilio/status")
def status() -> Response:
    """How a call ended, or that a recording is ready."""
    form, call = request.form, call_named(request.form)
    recording = named(RECORDING_NAME, form.get("RecordingSid"))
    try:
        if recording:
            line().calls.was_recorded(call, recording)
        elif form.get("CallStatus") in OVER:
            line().calls.over(CallEvent(call))
    except Unavailable:
        abort(503)
    return Response(status=204)


@bp.get("/voice/audio/<lang>/<name>.mp3")
def audio(lang: str, name: str) -> Response:
    """A recorded voice."""
    path = line().audio.file(lang, name)
    if path is None:
        abort(404)
    return send_file(path, mimetype="audio/mpeg", max_age=3600)


def answered(event: CallEvent) -> Response:
    """Hear a step, and answer it; what cannot be kept now is asked for again."""
    try:
        return shown(line().calls.hear(event))
    except Unavailable:
        lang = request.args.get("lang", "")
        said = replace(line().calls.busy(lang), n=event.n)
        if event.recording:  # nothing was said twice, and nothing is lost
            return shown(Spoken((), Redirect(PATIENCE_SECONDS), event.n, lang), recording=event.recording)
        return shown(said, **({"again": "1"} if event.n else {}))


def ended(event: CallEvent) -> Response:
    """The caller is gone: erase the call, and what was just recorded."""
    try:
        line().calls.over(event)
    except Unavailable:
        abort(503)
    return Response("<Response/>", mimetype="text/xml")


def event_of(event: CallEvent, form: Mapping[str, str], query: Mapping[str, str]) -> CallEvent:
    """What a request tells, in our words."""
    leg = named(CALL, form.get("DialCallSid"))
    recording = named(RECORDING_NAME, form.get("RecordingSid") or query.get("recording"))
    pressed = form.get("Digits", "")
    keys = pressed if KEYS.fullmatch(pressed) else "?"
    if "DialCallStatus" in form:
        keys = ANSWERED if form["DialCallStatus"] == SPOKEN_WITH else UNANSWERED
    elif recording:
        keys = "9" if pressed == "9" else "" if form.get("RecordingDuration") == "0" else RECORDING
    elif query.get("again"):
        keys = AGAIN
    return replace(event, keys=keys, recording=recording, leg=leg)


def shown(said: Spoken, **query: str) -> Response:
    """An answer as the provider reads it."""
    settings = gateway().settings
    rendering = Rendering(
        base=(settings.hotline_url or "").rstrip("/"),
        audio=line().audio,
        world=gateway().worlds.world(VOICE),
        duty=settings.voice_duty_number or "",
        called=named(OURS, request.form.get("To")),
    )
    return Response(rendering.render(said, **query), mimetype="text/xml")


def call_named(form: Mapping[str, str]) -> str:
    """The provider's name of the call."""
    call = named(CALL, form.get("CallSid"))
    if not call:
        abort(400)
    return call


def named(pattern: re.Pattern[str], value: Any) -> str:
    """A name that has its form, or nothing."""
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""
