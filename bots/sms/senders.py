"""Who sent a text, in one writing; and whether an answer can reach them.

Must never: guess a country: a number without one stays as it is.
"""

import re

APART = re.compile(r"[\s().\-\u00a0]")
NUMBER = re.compile(r"\+?[0-9]{7,15}")


def number_of(sender: str) -> str:
    """A number with a plus and its digits; empty for names, short codes and whatever else no answer reaches.

    A plus that stands in an address unescaped arrives as a space: ` 254…` is `+254…`.
    """
    plain = APART.sub("", sender)
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    elif sender.startswith(" ") and not plain.startswith(("+", "0")):
        plain = f"+{plain}"
    return plain if plain.isascii() and NUMBER.fullmatch(plain) else ""


def is_number(sender: str) -> bool:
    """Whether this is a number in that writing already. Names and short codes are machines, which would talk
    with ours for ever.
    """
    return bool(sender) and number_of(sender) == sender
