"""Which of the generic contents (`contents.py`) shows a reply with choices, and what it is filled with.

WhatsApp bounds what it shows: three buttons of twenty letters, ten rows of 24. A reply that does not fit goes
as text; its numbers stand in it anyway.
"""

import json
from collections.abc import Sequence

QUICK, LIST = "quick", "list"
MOST_BUTTONS, BUTTON_LETTERS = 3, 20  # without approval
MOST_ROWS, ROW_LETTERS = 10, 24
BODY_LETTERS = 1024
KINDS = (
    *(f"{QUICK}_{number}" for number in range(1, MOST_BUTTONS + 1)),
    *(f"{LIST}_{number}" for number in range(2, MOST_ROWS + 1)),
)

Choices = Sequence[tuple[str, str]]


def kind_for(text: str, choices: Choices) -> str:
    """Which content shows these choices; empty when none can."""
    titles = {title for _, title in choices}
    if len(text) > BODY_LETTERS or not choices or len(titles) < len(choices) or "" in titles:
        return ""
    longest = max(map(len, titles))
    if len(choices) <= MOST_BUTTONS and longest <= BUTTON_LETTERS:
        return f"{QUICK}_{len(choices)}"
    return f"{LIST}_{len(choices)}" if 2 <= len(choices) <= MOST_ROWS and longest <= ROW_LETTERS else ""


def filled(kind: str, text: str, opener: str, choices: Choices) -> str:
    """The variables of a content, as Twilio wants them. Line breaks are not allowed in them."""
    start = [text] if kind.startswith(QUICK) else [text, opener]
    values = [*start, *(each for key, title in choices for each in (title, key))]
    return json.dumps({str(number): " ".join(each.split()) for number, each in enumerate(values, 1)})
