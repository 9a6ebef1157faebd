"""Whether a request comes from Twilio: its signature over our public address and all that was sent.

The address is that of the settings, never the one that the request names, and the fields are taken as they
came. With a shared key a request must be signed by it, with SHA-256: the older way is refused then, or a
stolen token would still open the door.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Request
from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from werkzeug.datastructures import Headers

from app.hotline_config import HotlineSettings, secret_text


@dataclass(frozen=True)
class Signatures:
    """What requests to one gateway must be signed with. `base`: its public address, no slash at the end."""

    base: str
    algorithm: str
    secret: str = field(repr=False)

    def signed(self, path: str, fields: Mapping[str, object], headers: Headers) -> bool:
        """Whether this was signed; `path` with its query, as it was sent."""
        given = headers.get(SIGNATURE_HEADER, "")
        named = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER, "")).upper()
        if named != self.algorithm or not given:
            return False
        return bool(RequestValidator(self.secret).validate(self.base + path, fields, given, self.algorithm))


def signatures(settings: HotlineSettings) -> Signatures:
    """By the settings.

    Raises:
        Misconfigured: the file of the secret cannot be read.
    """
    base = (settings.hotline_url or "").rstrip("/")
    if settings.twilio_shared_key_file is not None:
        return Signatures(
            base, HMAC_SHA256, secret_text(settings.twilio_shared_key_file, "twilio_shared_key_file")
        )
    return Signatures(base, HMAC_SHA1, secret_text(settings.twilio_token_file, "twilio_token_file"))


def signed(request: Request, settings: HotlineSettings) -> bool:
    """Whether a POST comes from Twilio."""
    path = request.full_path if request.query_string else request.path
    return signatures(settings).signed(path, request.form, request.headers)
