"""How hard a new passphrase is to guess, by its length: the only thing that helps and can be measured.

The twin is `app/client/src/desk/keys/strength.ts`. Only new ones are judged: a file that an older one locks
still opens.
"""

import unicodedata

from app.domain.errors import BadInput

LEAST = 14  # characters
DISTINCT = 6  # one key held down is no passphrase
HAN = ("CJK UNIFIED IDEOGRAPH", "CJK COMPATIBILITY IDEOGRAPH", "IDEOGRAPHIC ITERATION", "IDEOGRAPHIC NUMBER")
SHORT = (
    "is too easy to guess: please make it longer. Four words or more that do not belong together are easy to "
    "keep and hard to guess. At least 14 characters"
)


def check_new(passphrase: str) -> str:
    """The passphrase, when it may lock something new.

    Raises:
        BadInput: it is too easy to guess.
    """
    if is_short(passphrase):
        raise BadInput("passphrase", SHORT)
    return passphrase


def is_short(passphrase: str) -> bool:
    """Whether it is too easy to guess. Chinese characters count twice: one is a word."""
    characters = unicodedata.normalize("NFKC", passphrase).strip()
    weight = sum(2 if unicodedata.name(each, "").startswith(HAN) else 1 for each in characters)
    return weight < LEAST or len(set(characters)) < DISTINCT
