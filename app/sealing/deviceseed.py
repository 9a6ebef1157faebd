"""A device's keys from sixteen random bytes, which a person can write down as twelve words.

    master = H(LP("SPK1/device-seed") || LP(seed))
    sign seed = KDF(master, 1, "SPK1dvce")
    seal key n = box seed pair of KDF(master, 16 + n, "SPK1dvce")
    device id = the first 16 bytes of H(LP("SPK1/device-id") || LP(sign public key))
    words = seed (128 bits) || H(LP("SPK1/device-check") || LP(seed))[0] >> 4 (4 bits), 11 bits a word

The words are the recovery sheet: whoever holds them is the device. So they are shown once, kept on paper, no
error repeats what was typed, and `repr` shows nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nacl.utils import random

from app.domain.errors import BadInput, RecoveryUnreadable
from app.sealing.keys import BoxKeyPair, SignKeyPair
from app.sealing.primitives import ID_BYTES, blake2b, kdf, labelled
from app.sealing.receipt import number_in, split, wordlist

SEED_BYTES = 16
WORDS, WORD_BITS, CHECK_BITS = 12, 11, 4
LANGUAGES = ("en", "fr", "es", "zh")  # those of ours that have a word list; the others get English words
CONTEXT = b"SPK1dvce"
SIGN, FIRST_SEAL = 1, 16  # numbers of the subkeys; those between are kept for later


@dataclass(frozen=True, slots=True)
class DeviceSeed:
    """Sixteen random bytes that a device's keys follow from."""

    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse any other length."""
        if len(self.seed) != SEED_BYTES:
            raise BadInput("seed", f"must have {SEED_BYTES} bytes")

    @property
    def master(self) -> bytes:
        """The key that the others are derived from."""
        return blake2b(labelled("SPK1/device-seed", self.seed))

    @property
    def sign(self) -> SignKeyPair:
        """The signing key."""
        return SignKeyPair.from_seed(kdf(self.master, SIGN, CONTEXT))

    @property
    def device(self) -> str:
        """The device's id, in hex."""
        return device_id(self.sign.public)

    def seal(self, number: int = 0) -> BoxKeyPair:
        """Seal key `number`, from 0 on; a device takes the next one when its key runs out."""
        return seal_key(self.master, number)

    @property
    def check(self) -> int:
        """Four bits that find fifteen of sixteen typing errors; the device id finds the others."""
        return blake2b(labelled("SPK1/device-check", self.seed))[0] >> 4

    def words(self, lang: str = "en") -> tuple[str, ...]:
        """Twelve words, of the language's list where it has one, else English."""
        listed = wordlist(lang if lang in LANGUAGES else "en")
        number = int.from_bytes(self.seed, "big") << CHECK_BITS | self.check
        return tuple(listed[number >> WORD_BITS * at & 2047] for at in range(WORDS - 1, -1, -1))


def new_seed() -> DeviceSeed:
    """Draw a new seed."""
    return DeviceSeed(random(SEED_BYTES))


def seal_key(root: bytes, number: int) -> BoxKeyPair:
    """Seal key `number` that follows from a key of 32 bytes: a seed's master, or a sign seed."""
    return BoxKeyPair.from_seed(kdf(root, FIRST_SEAL + number, CONTEXT))


def device_id(sign_public: bytes) -> str:
    """The id (hex) of the device that signs with this key: nobody can take another's id."""
    return blake2b(labelled("SPK1/device-id", sign_public))[:ID_BYTES].hex()


def parse_words(typed: str, shown: str = "en", lists: Sequence[str] = LANGUAGES) -> list[DeviceSeed]:
    """Read twelve words of one list, the shown language's first, as a person types them.

    Normally one seed; several when lists share words, and then the directory knows which one is a device.

    Raises:
        RecoveryUnreadable: check is words, word or checksum.
    """
    tokens = split(typed)
    if len(tokens) != WORDS:
        raise RecoveryUnreadable("words")
    order = sorted(lists, key=lambda lang: lang != shown)
    numbers = [number for lang in order if (number := number_in(tokens, lang)) is not None]
    if not numbers:
        raise RecoveryUnreadable("word")
    seeds = [seed for number in dict.fromkeys(numbers) if (seed := checked(number)) is not None]
    if not seeds:
        raise RecoveryUnreadable("checksum")
    return seeds


def checked(number: int) -> DeviceSeed | None:
    """The seed of 132 bits, if its last four are right."""
    seed = DeviceSeed((number >> CHECK_BITS).to_bytes(SEED_BYTES, "big"))
    return seed if seed.check == number & (1 << CHECK_BITS) - 1 else None
