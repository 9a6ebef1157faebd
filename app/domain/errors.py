"""Every error of the product, in one tree.

    SpeakUpError
    ├── BadInput            what came in cannot be used; names the field, never the value
    │   ├── TooLong         more bytes than an envelope holds
    │   ├── NoRecipient     no key, a key twice, or more keys than slots
    │   ├── NotEarned       a certificate was asked for that the quiz does not give
    │   ├── ReceiptUnreadable   the receipt cannot be read; `check` says which rule failed
    │   └── RecoveryUnreadable  the twelve words of a recovery sheet cannot be read; `check` says why
    ├── CannotBeOpened      a sealed thing was refused; `check` names the rule and never leaves the device
    ├── CannotBeTrusted     a directory was refused; `check` names the rule
    ├── NotAllowed          the caller has not proved who they are; one text for every reason
    ├── NotFound            there is no such thing, or the caller may not know of it
    ├── Taken               the place is already used by other bytes
    ├── TooMany             too many requests; try again later
    ├── Unavailable         the store cannot take it now; nothing was kept
    │   └── NotBuilt        files that the build makes are not there, or not whole
    └── Misconfigured       settings are missing; names them, prints no value

Messages are for people: they name what was wrong and never repeat what was sent.
HTTP status codes are chosen in `app/api/errors.py` and nowhere else.
"""

from collections.abc import Sequence


class SpeakUpError(Exception):
    """The root of the tree; catching it means catching everything of ours."""


class BadInput(SpeakUpError):
    """What came in cannot be used; `field` says which part, `problem` what is wrong with it."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class TooLong(BadInput):
    """More bytes than the class of envelope holds; split the payload into parts."""

    def __init__(self, capacity: int) -> None:
        super().__init__("payload", f"has more than {capacity} bytes; split it into parts")
        self.capacity = capacity


class NoRecipient(BadInput):
    """The list of recipients is empty, too long, or names a key twice."""

    def __init__(self, problem: str) -> None:
        super().__init__("recipients", problem)


class NotEarned(BadInput):
    """A certificate was asked for that the quiz does not give."""


class ReceiptUnreadable(BadInput):
    """The receipt cannot be read; `check` is one of digits, range, words, word, checksum."""

    def __init__(self, check: str) -> None:
        super().__init__("receipt", f"cannot be read ({check})")
        self.check = check


class RecoveryUnreadable(BadInput):
    """The words of a recovery sheet cannot be read; `check` is one of words, word, checksum."""

    def __init__(self, check: str) -> None:
        super().__init__("recovery words", f"cannot be read ({check})")
        self.check = check


class CannotBeOpened(SpeakUpError):
    """A sealed thing was refused; `check` names the first rule that failed."""

    def __init__(self, check: str) -> None:
        super().__init__(f"cannot be opened: {check}")
        self.check = check


class CannotBeTrusted(SpeakUpError):
    """A directory was refused; `check` names the first rule that failed."""

    def __init__(self, check: str) -> None:
        super().__init__(f"the directory cannot be trusted: {check}")
        self.check = check


class NotAllowed(SpeakUpError):
    """The caller has not proved who they are; the text is the same for every reason."""

    def __init__(self) -> None:
        super().__init__("this needs a valid desk session")


class NotFound(SpeakUpError):
    """There is no such thing, or the caller may not know of it."""

    def __init__(self, thing: str) -> None:
        super().__init__(f"{thing} not found")
        self.thing = thing


class Taken(SpeakUpError):
    """The place is already used by other bytes; take the next one."""

    def __init__(self, thing: str) -> None:
        super().__init__(f"{thing} is already taken")
        self.thing = thing


class TooMany(SpeakUpError):
    """Too many requests for now; `retry_after` is in seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("too many requests; wait a little and try again")
        self.retry_after = retry_after


class Unavailable(SpeakUpError):
    """The store cannot take it now; nothing was kept. `retry_after` is in seconds."""

    def __init__(self, retry_after: int = 5) -> None:
        super().__init__("cannot be stored right now; keep it and try again")
        self.retry_after = retry_after


class NotBuilt(Unavailable):
    """Files that the build makes are not there, or not whole; `thing` says which."""

    def __init__(self, thing: str) -> None:
        super().__init__(retry_after=60)
        self.args = (f"{thing} has not been built on this server; nothing is lost, come back later",)
        self.thing = thing


class Misconfigured(SpeakUpError):
    """Settings are missing or wrong; `names` lists them, values are never printed."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__("these settings are missing or wrong: " + ", ".join(names))
        self.names = tuple(names)
