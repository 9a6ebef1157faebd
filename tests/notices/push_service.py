"""A push service over real HTTP, and a browser that opens what comes."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece  # type: ignore[import-untyped]  # it has no types
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tests.serving import serving

RAW = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def text(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(said: str) -> bytes:
    """The reverse."""
    return urlsafe_b64decode(said + "=" * (-len(said) % 4))


@dataclass(frozen=True)
class Pushed:
    """What the service took: the path, the headers, the sealed bytes."""

    path: str
    headers: dict[str, str]
    sealed: bytes = field(repr=False)


@dataclass(frozen=True)
class PushBrowser:
    """A browser that has subscribed."""

    service: str
    name: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16), repr=False)

    def subscription(self, lang: str) -> dict[str, Any]:
        """As the desk seals it."""
        keys = {"p256dh": text(self.key.public_key().public_bytes(*RAW)), "auth": text(self.secret)}
        return {"endpoint": f"{self.service}/{self.name}", "keys": keys, "lang": lang}

    def opens(self, pushed: Pushed) -> dict[str, str]:
        """What it shows."""
        plain = http_ece.decrypt(
            pushed.sealed, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        found: dict[str, str] = json.loads(plain)
        return found


@dataclass
class PushService:
    """What came; `answer` is the status that it gives."""

    address: str
    came: list[Pushed] = field(default_factory=list)
    answer: int = 201

    def signed_by(self, pushed: Pushed, public: bytes) -> dict[str, Any]:
        """The claims of a push, if that key signed them (RFC 8292)."""
        said = dict(part.strip().split("=", 1) for part in pushed.headers["authorization"][6:].split(","))
        assert raw(said["k"]) == public
        head, body, signature = said["t"].split(".")
        pair = raw(signature)
        proof = encode_dss_signature(*(int.from_bytes(half, "big") for half in (pair[:32], pair[32:])))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
        try:
            key.verify(proof, f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            raise AssertionError("the push is not signed by the worker") from None
        claims: dict[str, Any] = json.loads(raw(body))
        return claims


@contextmanager
def push_service() -> Iterator[PushService]:
    """A push service for the length of a block."""
    made = PushService("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sealed = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            made.came.append(Pushed(self.path, headers, sealed))
            self.send_response(made.answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_address[1]}"
    with serving(server):
        yield made
