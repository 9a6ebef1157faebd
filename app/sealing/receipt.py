"""The receipt: sixty random bits that a person can keep, and what is derived from them (protocol §6).

    number = entropy (60 bits) * 64 + checksum (6 bits)     six words, or twenty digits

Whoever finds it reads the replies and writes as the reporter, so it is never stored or sent by
us, no error repeats what was typed, and `repr` shows nothing.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from nacl.utils import random

from app.domain.errors import BadInput, ReceiptUnreadable
from app.sealing.keys import BoxKeyPair
from app.sealing.primitives import ID_BYTES, argon2id, blake2b, kdf, labelled

WORDS, WORD_BITS = 6, 11
DIGITS, GROUP = 20, 5
ENTROPY_BITS, CHECKSUM_BITS = 60, 6
PREFIX_LETTERS = 4  # an unambiguous beginning of a word is enough from here on
OPS, MEMORY = 3, 64 * 1024 * 1024  # guessing 60 bits must cost more than they are worth

# Our language codes to the names of the BIP-39 lists. Arabic and Russian have none: digits.
LISTS = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "zh": "chinese_simplified",
    "zh-Hant": "chinese_traditional",
    "pt": "portuguese",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "cs": "czech",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """Sixty random bits, shown as words or digits."""

    entropy: int = field(repr=False)

    @property
    def number(self) -> int:
        """Entropy and checksum, 66 bits: what is shown."""
        return self.entropy << CHECKSUM_BITS | checksum(self.entropy)

    @property
    def indices(self) -> tuple[int, ...]:
        """Six groups of eleven bits, the highest first: places in a word list."""
        shifts = range(WORD_BITS * (WORDS - 1), -1, -WORD_BITS)
        return tuple(self.number >> shift & 2047 for shift in shifts)

    @property
    def digits(self) -> str:
        """Twenty digits, leading zeros kept."""
        return f"{self.number:0{DIGITS}}"

    @property
    def groups(self) -> str:
        """The digits in four groups of five."""
        return " ".join(self.digits[at : at + GROUP] for at in range(0, DIGITS, GROUP))

    def words(self, lang: str = "en") -> tuple[str, ...]:
        """Six words of the language's list.

        Raises:
            BadInput: the language has no list; show digits.
        """
        return tuple(wordlist(lang)[index] for index in self.indices)


@dataclass(frozen=True, slots=True)
class ReporterKeys:
    """The reporter's keys in one organisation: seal key, tag key (32 bytes), thread id (16 bytes)."""

    box: BoxKeyPair
    tag_key: bytes = field(repr=False)
    thread: bytes


def new_receipt() -> Receipt:
    """Draw a new receipt."""
    return Receipt(int.from_bytes(random(8), "big") >> 4)


def parse(typed: str, shown: str = "en", lists: Sequence[str] | None = None) -> list[Receipt]:
    """Read what a person typed: twenty digits, or six words of one list, the shown language's first.

    Any spacing, any case, any decimal digits, and prefixes of four letters that only one word
    has. Normally one receipt; two when two lists pass the checksum, and then the person is asked.

    Raises:
        ReceiptUnreadable: check is digits, range, words, word or checksum.
    """
    tokens = split(typed)
    joined = "".join(tokens)
    if joined and all(character.isdecimal() for character in joined):
        return [from_digits(joined)]
    if len(tokens) != WORDS:
        raise ReceiptUnreadable("words")
    order = lists or [shown, *(lang for lang in LISTS if lang != shown)]
    readings = [number_in(tokens, lang) for lang in order if lang in LISTS]
    numbers = list(dict.fromkeys(number for number in readings if number is not None))
    if not numbers:
        raise ReceiptUnreadable("word")
    receipts = [receipt for number in numbers if (receipt := checked(number))]
    if not receipts:
        raise ReceiptUnreadable("checksum")
    return receipts


def salt_of(organisation: bytes) -> bytes:
    """The salt of an organisation (16-byte id): the same receipt gives other keys elsewhere."""
    if len(organisation) != ID_BYTES:
        raise BadInput("organisation", f"must have {ID_BYTES} bytes")
    return blake2b(labelled("SPK1/receipt", organisation), 16)


def master_of(receipt: Receipt, organisation: bytes) -> bytes:
    """The master secret, 32 bytes. Takes a tenth of a second and 64 MiB."""
    return argon2id(receipt.entropy.to_bytes(8, "big"), salt_of(organisation), OPS, MEMORY)


def derive(receipt: Receipt, organisation: bytes) -> ReporterKeys:
    """The reporter's keys at an organisation (16-byte id)."""
    master = master_of(receipt, organisation)
    subkey = {number: kdf(master, number, b"SPK1rcpt") for number in (1, 2, 3)}
    return ReporterKeys(BoxKeyPair.from_seed(subkey[1]), subkey[2], subkey[3][:ID_BYTES])


def checksum(entropy: int) -> int:
    """Six bits that find 63 of 64 typing errors."""
    return blake2b(labelled("SPK1/check") + entropy.to_bytes(8, "big"))[0] >> 2


def checked(number: int) -> Receipt | None:
    """The receipt of a number, if its checksum is right."""
    receipt = Receipt(number >> CHECKSUM_BITS)
    return receipt if receipt.number == number else None


def from_digits(joined: str) -> Receipt:
    """Read digits of any script."""
    plain = "".join(str(unicodedata.decimal(character)) for character in joined)
    if len(plain) != DIGITS:
        raise ReceiptUnreadable("digits")
    if (number := int(plain)) >= 1 << WORDS * WORD_BITS:
        raise ReceiptUnreadable("range")
    receipt = checked(number)
    if receipt is None:
        raise ReceiptUnreadable("checksum")
    return receipt


def split(typed: str) -> list[str]:
    """Split at white space and invisible marks; Chinese words are one character each."""
    spaced = "".join(spaced_out(character) for character in typed)
    return spaced.split()


def spaced_out(character: str) -> str:
    """A character with the spaces it needs around it."""
    if unicodedata.category(character) == "Cf":
        return " "
    if unicodedata.name(character, "").startswith("CJK UNIFIED IDEOGRAPH"):
        return f" {character} "
    return character


def number_in(tokens: Sequence[str], lang: str) -> int | None:
    """The number that six tokens mean in one list, or None."""
    places = [place_of(plain_word(token), lang) for token in tokens]
    number = 0
    for place in places:
        if place is None:
            return None
        number = number << WORD_BITS | place
    return number


def place_of(word: str, lang: str) -> int | None:
    """The place of a word, or of the only word that begins so, in a list."""
    plain = plain_list(lang)
    if word in plain:
        return plain[word]
    if len(word) < PREFIX_LETTERS:
        return None
    found = [place for entry, place in plain.items() if entry.startswith(word)]
    return found[0] if len(found) == 1 else None


def plain_word(word: str) -> str:
    """A word without case and accents, as people type it."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@cache
def plain_list(lang: str) -> dict[str, int]:
    """Plain words of a list to their places."""
    return {plain_word(word): place for place, word in enumerate(wordlist(lang))}


@cache
def wordlist(lang: str) -> tuple[str, ...]:
    """The 2,048 words of a language."""
    if lang not in LISTS:
        raise BadInput("language", "has no word list; use digits")
    from mnemonic import Mnemonic  # costs 20 ms and is needed for words only

    return tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(LISTS[lang]).wordlist)
