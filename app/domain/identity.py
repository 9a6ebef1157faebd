"""Who may learn who the reporter is, by what they said themselves and by what others say that they said.

The same as `refer/identity.ts` of the desk. A text that another office handed over, or that a colleague's
grant opened, may have been written by them. Beside the reporter's own words it can only take away. Without
any, the narrowest of all of them counts.

Must never: let somebody else give the reporter's permission.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence

from app.domain.consent import both_identity
from app.domain.handover import HandedText


def identity_in(texts: Sequence[HandedText], second_hand: Collection[int]) -> str:
    """What the reporter of these texts allows; empty: they never said.

    `second_hand`: places of the texts, from 0, that did not come sealed from the reporter to this device.
    """
    own = [place not in second_hand for place in range(len(texts))]
    said = [identity_of(text) for text in texts]
    # A report or a request for help is where they are asked; a message that says nothing changes nothing.
    if not any(o and (t.kind != "message" or s) for o, t, s in zip(own, texts, said, strict=True)):
        return both_identity([each for each in said if each])
    groups: dict[tuple[str, bool], list[tuple[bool, str]]] = defaultdict(list)
    for mine, text, identity in zip(own, texts, said, strict=True):
        if identity:
            groups[text.day or "", text.kind == "message"].append((mine, identity))
    now = ""
    for _, group in sorted(groups.items()):
        now = both_identity([identity for mine, identity in group if mine]) or now
        now = both_identity([now, *(identity for _, identity in group)]) if now else ""
    return now


def identity_of(text: HandedText) -> str:
    """What a text says of it; a request for help says nothing."""
    return text.consent.identity if text.consent is not None and text.kind != "assistance" else ""
