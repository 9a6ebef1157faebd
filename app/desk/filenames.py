"""Names under which a reporter's files are written to an officer's disk.

A name that somebody else chose can climb out of a folder, run a program, hide its ending, or turn text
around. So only letters, digits and few marks of it are kept, the ending follows from the stated type, and a
number stands before it.

Must never: give an ending that a double click would run.
"""

import unicodedata

# The types that the app sends, and how their files end; all others get an ending that nothing opens.
ENDINGS = {
    "application/msword": "doc",
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "audio/amr": "amr",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/webm": "webm",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "text/csv": "csv",
    "text/plain": "txt",
}
OTHER_ENDING = "bin"
KEPT_MARKS = frozenset(" -_()")
MOST_CHARACTERS = 60  # of the given name; file systems take 255 bytes


def safe_name(number: int, name: str, type_: str) -> str:
    """A name for the file that is the `number`th of its case: `02-bank statement.pdf`."""
    stem = unicodedata.normalize("NFC", name).rpartition(".")[0] or name
    kept = "".join(c if is_kept(c) else "_" for c in stem)[:MOST_CHARACTERS].strip(" _")
    return f"{number:02}-{kept or 'file'}.{ENDINGS.get(bare(type_), OTHER_ENDING)}"


def is_kept(character: str) -> bool:
    """Letters, marks above them, and digits of any script, and a few signs."""
    return character in KEPT_MARKS or unicodedata.category(character)[0] in "LMN"


def bare(type_: str) -> str:
    """A media type without what stands behind a semicolon."""
    return type_.partition(";")[0].strip().lower()
