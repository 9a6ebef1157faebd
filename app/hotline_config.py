"""Settings of the hotline's processes, from the environment: SPEAKUP_…; secrets come from files.

The same rules as in `app/config.py`: no secret has a default, no value is ever printed. A provider is on when
its settings are there; half of them is an error that names the other half. What each setting means stands in
docs/hotline.md, and a test compares the two.
"""

from pathlib import Path

from app.config import Environment, read, variable
from app.domain.errors import Misconfigured

TWILIO = ("twilio_account", "twilio_token_file", "hotline_url")
AFRICASTALKING = ("africastalking_username", "africastalking_key_file", "africastalking_token_file")
LONGEST_HOURS = 24  # a secret lives for its day and the next: what is older opens no more


class HotlineSettings(Environment):
    """What the environment says; build it with `load`."""

    hotline_database_url: str = "sqlite:///var/hotline.db"
    server: str | None = None  # where the public API answers; by default public_url
    public_url: str | None = None
    pins_file: Path | None = None
    hotline_url: str | None = None  # where providers reach the gateway: they sign it
    hotline_secret_file: Path | None = None  # on a file system in memory; without it a restart forgets drafts
    hotline_hours: int = 12
    hotline_country: str = ""
    hotline_lang: str = "en"  # to answer in when the person's language does not show
    hotline_queue: Path = Path("var/hotline_jobs.db")
    app_address: str = ""  # of the phone app, as short as it can be
    notice_key: str | None = None  # public, hex; without it no address is ever kept
    notice_key_file: Path | None = None  # the worker's half
    metrics_port: int | None = None
    demonstration: bool = False

    twilio_account: str | None = None
    twilio_token_file: Path | None = None
    twilio_number: str | None = None
    twilio_whatsapp: str | None = None
    twilio_shared_key_file: Path | None = None
    twilio_api: str = "https://api.twilio.com"
    whatsapp_contents_file: Path | None = None
    whatsapp_notice: str | None = None

    sms_token_file: Path | None = None
    sms_send_url: str | None = None

    africastalking_username: str | None = None
    africastalking_key_file: Path | None = None
    africastalking_token_file: Path | None = None
    africastalking_sender: str | None = None
    africastalking_api: str = "https://api.africastalking.com"

    telegram_token_file: Path | None = None
    telegram_api: str = "https://api.telegram.org"
    telegram_webhook_secret_file: Path | None = None
    telegram_port: int = 8091

    voice_audio: Path | None = None
    voice_duty_number: str | None = None

    @property
    def api(self) -> str:
        """Where the public API answers, without a slash at the end."""
        return (self.server or self.public_url or "").rstrip("/")

    @property
    def has_twilio(self) -> bool:
        """Whether texts, WhatsApp messages and calls come through Twilio."""
        return self.whole(TWILIO[:2], TWILIO)

    @property
    def has_africastalking(self) -> bool:
        """Whether texts come through Africa's Talking."""
        return self.whole(AFRICASTALKING, AFRICASTALKING)

    @property
    def notice_channels(self) -> frozenset[str]:
        """The channels on which the worker can send a notice; on others nobody is offered one."""
        texts = (self.has_twilio and self.twilio_number) or self.has_africastalking or self.sms_send_url
        whatsapp = self.has_twilio and self.twilio_whatsapp and self.whatsapp_notice
        can = {"sms": texts, "whatsapp": whatsapp, "telegram": self.telegram_token_file}
        return frozenset(channel for channel, provider in can.items() if provider)

    def whole(self, marks: tuple[str, ...], names: tuple[str, ...]) -> bool:
        """Whether a provider is set up: none of `marks` is set, or all of `names` are.

        Raises:
            Misconfigured: half of it is; names the rest.
        """
        if not any(getattr(self, name) for name in marks):
            return False
        self.require(*names)
        return True


def load() -> HotlineSettings:
    """Read the environment.

    Raises:
        Misconfigured: a value cannot be read, or is out of bounds; names the settings, not their values.
    """
    settings = read(HotlineSettings)
    if not 1 <= settings.hotline_hours <= LONGEST_HOURS:
        raise Misconfigured([variable("hotline_hours")])
    return settings


def secret_text(path: Path | None, name: str) -> str:
    """The secret that a file holds, on one line; `name` is the setting that names the file.

    Raises:
        Misconfigured: there is no such file, or it is empty or no text.
    """
    try:
        held = path.read_text("utf-8").strip() if path else ""
    except (OSError, ValueError):
        held = ""
    if not held:
        raise Misconfigured([variable(name)])
    return held
