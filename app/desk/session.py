"""The desk's side of the HTTP API: prove the device, fetch the office's stream, post to it (protocol §9).

Everything that goes out is sealed or public. Must never: send an opened text, a secret key, or the name of
a check that failed on this device.
"""

import struct
from base64 import b64encode
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import httpx

from app.desk.store import EPOCH, Filed
from app.domain.disposal import CONFIRM, PROPOSE, PURPOSE, signed
from app.domain.errors import BadInput, NotAllowed, NotFound, Taken, TooMany, Unavailable
from app.domain.strict_json import NotStrictJson, loads
from app.sealing.devicekeys import Device
from app.sealing.envelope import ENVELOPE_BYTES, EnvelopeClass
from app.sealing.outer import leaf
from app.sealing.primitives import lp
from app.sealing.signatures import sign, verify

API = "/api/v1/desk"
INTAKE = "/api/v1/intake"
PAGE = 256  # envelopes in an answer: 4 MiB; grants in a request
RECORD = struct.Struct("<QII")
RETRY_SECONDS = 5
OCTETS = {"Content-Type": "application/octet-stream"}


class Session:
    """An open session of one device; `origin` is the address that the server calls itself."""

    def __init__(self, http: httpx.Client, origin: str, device: Device) -> None:
        self.http = http
        self.origin = origin.rstrip("/")
        self.device = device
        self.token = ""

    def open(self) -> None:
        """Prove the device and get a token.

        Raises:
            NotAllowed: the server does not know the device, or calls itself by another address.
        """
        challenge = self.posted("/challenges", {"device": self.device.device})["challenge"]
        parts = (
            bytes.fromhex(self.device.organisation),
            self.origin.encode(),
            bytes.fromhex(self.device.device),
            bytes.fromhex(challenge),
        )
        signature = sign(self.device.sign, "session", b"".join(map(lp, parts)))
        proof = {"device": self.device.device, "challenge": challenge, "signature": signature.hex()}
        self.token = str(self.posted("/sessions", proof)["token"])

    def close(self) -> None:
        """End the session at the server."""
        if self.token:
            self.call("DELETE", "/sessions")
            self.token = ""

    def envelopes(self, after: int) -> Iterator[Filed]:
        """The office's envelopes with a position above `after`, in order."""
        while True:
            page = self.page(after, PAGE)
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1].position

    def envelope(self, position: int) -> Filed | None:
        """What stands at a position; None: nothing any more."""
        page = self.page(position - 1, 1)
        return page[0] if page and page[0].position == position else None

    def page(self, after: int, limit: int) -> list[Filed]:
        """At most `limit` envelopes with a position above `after`, in order.

        Raises:
            Unavailable: the answer goes back: what is kept at a position must not be written over.
        """
        body = self.call("GET", "/envelopes", params={"after": after, "limit": limit}).content
        found = list(records(body))
        if not climbs(after, [filed.position for filed in found]):
            raise Unavailable
        return found

    def grants(self, after: int) -> list[dict[str, Any]]:
        """Grants for this device with a number above `after`."""
        found: list[dict[str, Any]] = self.call("GET", "/grants", params={"after": after}).json()["grants"]
        return found

    def post_event(self, sealed: bytes) -> int:
        """File a sealed event in the office's own stream; its position there."""
        return int(self.call("POST", "/events", content=sealed).json()["position"])

    def post_reply(self, tag: bytes, sealed: bytes) -> int:
        """File a sealed reply under a tag; the same again is the same.

        Raises:
            Taken: the tag holds another reply; take the next number.
        """
        return int(self.call("POST", "/replies", content=tag + sealed).json()["position"])

    def deposit(self, outer: bytes, keys: Collection[str]) -> None:
        """Hand in what goes to another office as a reporter does, without a token: nobody learns from whom.

        Done only when one of `keys` (hex), the intake keys of the directory, has signed for it.

        Raises:
            Unavailable: the server did not take it, or not for certain.
        """
        try:
            answer = self.http.post(INTAKE, content=outer, headers=OCTETS)
        except httpx.HTTPError:
            raise Unavailable from None
        if not answer.is_success:
            raise refusal(answer)
        if not signed_for(answer.content, leaf(outer), keys):
            raise Unavailable

    def disposals(self) -> list[dict[str, Any]]:
        """What members of the office proposed to destroy, and what was destroyed."""
        found: list[dict[str, Any]] = self.call("GET", "/disposals").json()["disposals"]
        return found

    def propose_disposal(self, disposal: str, digest: str, positions: Sequence[int], today: date) -> None:
        """Propose, and sign, to destroy envelopes; nothing is destroyed before another member confirms it."""
        proposal = {"id": disposal, "digest": digest, "positions": list(positions), "day": today.isoformat()}
        signature = self.disposes(disposal, digest, PROPOSE, today)
        self.call("POST", "/disposals", json={**proposal, "signature": signature})

    def confirm_disposal(self, disposal: str, digest: str, proposed: date, bricks: Sequence[str]) -> None:
        """Confirm, and sign, what another member proposed: closed at once, destroyed within a minute."""
        signature = self.disposes(disposal, digest, CONFIRM, proposed, bricks)
        confirmation = {"digest": digest, "bricks": list(bricks), "signature": signature}
        self.call("POST", f"/disposals/{disposal}/confirmation", json=confirmation)

    def disposes(
        self, disposal: str, digest: str, step: str, proposed: date, bricks: Sequence[str] = ()
    ) -> str:
        """This device's signature under a step of a disposal, in hex."""
        office, name, said = map(bytes.fromhex, (self.device.office, disposal, digest))
        message = signed(office, name, said, step, proposed, bytes.fromhex("".join(bricks)))
        return sign(self.device.sign, PURPOSE, message).hex()

    def refuse_disposal(self, disposal: str) -> None:
        """Let a proposal go."""
        self.call("DELETE", f"/disposals/{disposal}")

    def post_grants(self, device: str, grants: Sequence[tuple[int, bytes]]) -> None:
        """Give envelopes, each by its position, to a device of the office, 256 in a request."""
        listed = [{"position": at, "grant": b64encode(grant).decode()} for at, grant in grants]
        for at in range(0, len(listed), PAGE):
            batch = listed[at : at + PAGE]
            self.call("POST", "/grants/batch", json={"device": device, "grants": batch})

    def elsewhere(self) -> list[dict[str, Any]]:
        """Offices in which something waits unopened, and what ours is to them: alternate or oversight.

        `shut`: those that ours stands in for, and which keep a device of theirs out.
        """
        answer = self.call("GET", "/waiting").json()
        return [*answer["offices"], *({"office": each, "step": "shut"} for each in answer.get("shut", []))]

    def brick(self, brick: str) -> bytes:
        """The sealed bytes of a brick of an attachment.

        Raises:
            NotFound: there is none, or no longer.
        """
        return self.call("GET", f"/bricks/{brick}").content

    def claim_bricks(self, bricks: Sequence[str]) -> None:
        """Have the server keep these, at most 512, as long as envelopes."""
        self.call("POST", "/bricks/claims", json={"bricks": list(bricks)})

    def mark_opened(self, position: int) -> None:
        """Tell the server, in clear, that an envelope was opened, so that it stops reminding."""
        self.call("POST", "/marks", json={"position": position, "mark": "opened"})

    def posted(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        """Post JSON without a token; the answer."""
        answer: dict[str, Any] = self.call("POST", path, json=body).json()
        return answer

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request; an answer that is not a success becomes an error of ours."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if "content" in more:
            headers |= OCTETS
        try:
            answer = self.http.request(method, API + path, headers=headers, **more)
        except httpx.HTTPError:
            raise Unavailable from None
        if not answer.is_success:
            raise refusal(answer)
        return answer


def refusal(answer: httpx.Response) -> Exception:
    """The error of ours for an answer."""
    match answer.status_code:
        case 401 | 403:
            return NotAllowed()
        case 400 | 413 | 422:
            return BadInput("server", "does not take this")
        case 404:
            return NotFound("what this is about (it may have expired, or have been destroyed)")
        case 409:
            return Taken("the reply tag")
        case 429:
            return TooMany(RETRY_SECONDS)
        case _:
            return Unavailable()


def climbs(after: int, positions: Sequence[int]) -> bool:
    """Whether each position is higher than the one before it, the first than `after`."""
    return all(earlier < later for earlier, later in zip([after, *positions], positions, strict=False))


def signed_for(body: bytes, wanted: bytes, keys: Collection[str]) -> bool:
    """Whether the answer of the intake is signed for exactly these bytes, with one of these keys."""
    try:
        answer = loads(body)
        key, signature = bytes.fromhex(answer["key"]), bytes.fromhex(answer["signature"])
    except (NotStrictJson, KeyError, TypeError, ValueError):
        return False
    return key.hex() in keys and verify(key, "intake", wanted, signature)


def records(body: bytes) -> Iterator[Filed]:
    """The envelopes of an answer, each LE64(position) || LE32(day) || LE32(length) || envelope."""
    at = 0
    while at < len(body):
        if at + RECORD.size > len(body):
            raise Unavailable
        position, day, length = RECORD.unpack_from(body, at)
        at += RECORD.size
        if length != ENVELOPE_BYTES[EnvelopeClass.OFFICE] or at + length > len(body):
            raise Unavailable
        yield Filed(position, EPOCH + timedelta(days=day), body[at : at + length])
        at += length
