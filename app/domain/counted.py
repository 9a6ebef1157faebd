"""So many of a thing, in English, for the terminal; the browser has the plural forms of its languages."""


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """`1 case`, `2 cases`; `plural` where it is not the noun with an s."""
    return f"{count} {noun}" if count == 1 else f"{count} {plural or noun + 's'}"
