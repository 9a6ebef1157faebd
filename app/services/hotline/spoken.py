"""What the line says and does after a step of a call: a value, and as it is kept for a repeat of the step."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from app.conversation.call_values import Action, Dial, Gather, Hangup, Record, Redirect
from app.conversation.call_words import Piece, Prompt

ACTIONS: Mapping[str, type[Action]] = {
    each.__name__: each for each in (Gather, Record, Dial, Hangup, Redirect)
}


@dataclass(frozen=True)
class Spoken:
    """Prompts to say, then an action whose answer is step `n`. `lang`: the locale of the call, or empty."""

    prompts: tuple[Prompt, ...] = field(repr=False)
    action: Action
    n: int
    lang: str


def written(said: Spoken) -> Mapping[str, Any]:
    """As JSON holds it."""
    prompts = [
        [each.key, each.lang, [[piece.text, piece.audio, piece.pause] for piece in each.pieces]]
        for each in said.prompts
    ]
    action = [type(said.action).__name__, asdict(said.action)]
    return {"prompts": prompts, "action": action, "n": said.n, "lang": said.lang}


def read(kept: Mapping[str, Any]) -> Spoken:
    """What `written` gave."""
    prompts = tuple(
        Prompt(key, lang, tuple(Piece(*piece) for piece in pieces)) for key, lang, pieces in kept["prompts"]
    )
    name, values = kept["action"]
    return Spoken(prompts, ACTIONS[name](**values), kept["n"], kept["lang"])
