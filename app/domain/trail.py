"""The trail of a case: whether all that colleagues saw is here, and words to compare; as in `case/trail.ts`.

Every event names the envelopes that its device had opened and that no other one names (`heads`): a hash tree.
So what one device has seen cannot be taken away or changed without the others noticing:

    report ◄── opened ◄── note ◄── status          a missing link shows; only what nobody has built on yet can
                 └──────── acknowledged ◄──┘       be held back unseen, and that shows when two compare words

The words are the first 66 bits of H(LP("SPK1/trail") || LP(thread) || all ctx, sorted), as six words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from app.domain.case import Case
from app.domain.disposal import DONE, disposals, lp

LABEL = b"SPK1/trail"
WORDS, WORD_BITS = 6, 11
DIGEST_BYTES = 32


class Standing(StrEnum):
    """What can be said of a case's trail."""

    WHOLE = "whole"
    MISSING = "missing"  # a colleague's device saw something that is not here
    DISPOSED = "disposed"  # it was destroyed by two members, and their record says so


@dataclass(frozen=True)
class Trail:
    """How many envelopes there are, which are missing (`ctx`), and whether anything builds on the newest."""

    standing: Standing
    count: int
    missing: tuple[str, ...]
    heads: tuple[str, ...]


def trail(case: Case) -> Trail:
    """The trail of a case as this device has it."""
    disposed = any(each.step == DONE for each in disposals(case))
    standing = Standing.WHOLE
    if case.missing:
        standing = Standing.DISPOSED if disposed else Standing.MISSING
    return Trail(standing, len(case.ctxs), case.missing, case.heads)


def fingerprint(thread: str, ctxs: Iterable[str]) -> bytes:
    """32 bytes that name exactly these envelopes of this case, in whatever order they are given."""
    body = b"".join(bytes.fromhex(ctx) for ctx in sorted(ctxs))
    return blake2b(lp(LABEL) + lp(bytes.fromhex(thread)) + body, digest_size=DIGEST_BYTES).digest()


def word_numbers(digest: bytes) -> tuple[int, ...]:
    """Six places in a list of 2,048 words: the first 66 bits, highest first."""
    bits = int.from_bytes(digest, "big") >> (8 * len(digest) - WORDS * WORD_BITS)
    return tuple(bits >> (WORD_BITS * place) & (2**WORD_BITS - 1) for place in reversed(range(WORDS)))
