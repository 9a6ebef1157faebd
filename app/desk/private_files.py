"""What a person asked to have on their disk: new files that nobody else on the computer reads."""

import os
from pathlib import Path

from app.domain.errors import BadInput

PRIVATE_FILE = 0o600
TAKEN = "there is such a file already; choose another name"


def write_new(target: Path, data: bytes, field: str = "to", taken: str = TAKEN) -> None:
    """Write a new file that only this person reads.

    Raises:
        BadInput: the file exists, or its folder does not; names `field`, and says `taken` of the first.
    """
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    except FileExistsError:
        raise BadInput(field, taken) from None
    except OSError:
        raise BadInput(field, "cannot be written there") from None
    with os.fdopen(handle, "wb") as file:
        file.write(data)
