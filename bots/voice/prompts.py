"""Prints what a person reads aloud to record a language: `python -m bots.voice.prompts fr`.

A line for each file: its name without `.mp3`, a tab, the words. Names at the top stand in every language.
"""

import sys
from collections.abc import Iterator

from app.conversation.call_prompts import offered
from app.conversation.call_values import Line
from app.conversation.call_words import spoken
from app.conversation.world import World
from app.services.hotline.worlds import base
from app.wiring.gateway import ROOT

SPOKEN = ("voice_", "honesty_voice")
DIGITS = "0123456789"


def prompts(world: World, lang: str) -> Iterator[tuple[str, str]]:
    """Every file of a language, and its words."""
    yield from ((f"digit_{digit}", digit) for digit in DIGITS)
    keys = {locale.id: key for key, locale in offered(Line(world)).items()}
    for key, text in world.hotline.texts.items():
        if key.startswith(SPOKEN):
            filled = {"helpline": "…"} if "{helpline}" in text else {}
            pieces = spoken(world, lang, key, digit=keys.get(lang, ""), **filled).pieces
            yield from ((piece.audio, piece.text) for piece in pieces if piece.audio)


def main(arguments: list[str]) -> int:
    """Print them; 2 when the language is not offered."""
    world = base(ROOT, "", "")
    offered_here = [locale.id for locale in world.locales]
    if len(arguments) != 1 or arguments[0] not in offered_here:
        sys.stderr.write("Say which language: " + ", ".join(offered_here) + "\n")
        return 2
    for name, text in prompts(world, arguments[0]):
        sys.stdout.write(f"{name}\t{text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
