"""What offices wrote to a receipt, as letters: parts joined, each letter once (protocol §5, §7).

A text too long for one envelope comes in several under the same `item`; one that was posted twice, because
its device did not hear the server's answer, is shown once. The phone does the same in `answers/letters.ts`.

Must never: hide that a part is missing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.payloads import Reply


@dataclass(frozen=True)
class Slip:
    """One opened reply: its office (hex), the number of its tag, whether its acknowledgement is genuine."""

    office: str
    j: int
    reply: Reply
    proven: bool | None = None


@dataclass(frozen=True)
class Letter:
    """A whole reply. `j` is the first of its numbers; `missing` lists parts that are not there."""

    office: str
    j: int
    reply: Reply
    proven: bool | None
    missing: tuple[int, ...]


def join(slips: Iterable[Slip]) -> list[Letter]:
    """All letters in `slips`, each once: by office, then in the order in which the office numbered them."""
    items: dict[tuple[str, str], list[Slip]] = defaultdict(list)
    for slip in slips:
        items[slip.office, slip.reply.item or f"alone {slip.j}"].append(slip)
    return sorted((whole(item) for item in items.values()), key=lambda letter: (letter.office, letter.j))


def whole(slips: Sequence[Slip]) -> Letter:
    """One letter from all that came of it; its parts repeat all but the text."""
    by_part: dict[int, Slip] = {}
    for slip in sorted(slips, key=lambda slip: slip.j):
        by_part.setdefault(slip.reply.part, slip)
    parts = [by_part[number] for number in sorted(by_part)]
    first = parts[0]
    expected = range(1, first.reply.parts + 1)
    return Letter(
        office=first.office,
        j=min(slip.j for slip in parts),
        reply=replace(first.reply, text="".join(slip.reply.text for slip in parts)),
        proven=next((slip.proven for slip in parts if slip.proven is not None), None),
        missing=tuple(number for number in expected if number not in by_part),
    )


Receives = Callable[[str], bool]  # whether an office (hex) is listed and can receive now


def who_has_it(sent_to: Iterable[str], letters: Sequence[Letter], receives: Receives) -> list[str]:
    """The offices (hex) to write to: whom a report went to and who answered, each hand-over followed.

    An office that cannot receive is never followed to: then the one that told of it stays.
    """
    offices = dict.fromkeys((*sent_to, *(letter.office for letter in letters)))
    return list(dict.fromkeys(successor(letters, office, receives) for office in offices))


def successor(letters: Sequence[Letter], office: str, receives: Receives) -> str:
    """The office itself, or the last of those that it was handed to and that can receive."""
    passed, last = {office}, office
    while True:
        named = [
            each.reply.next_office for each in letters if each.office == office and each.reply.next_office
        ]
        if not named or named[-1] in passed:
            return last
        office = str(named[-1])
        passed.add(office)
        last = office if receives(office) else last


def took_over(letters: Sequence[Letter], office: str) -> bool:
    """Whether an office was named as the next one and has not answered: it knows no reply key of ours yet."""
    named = any(each.reply.next_office == office for each in letters)
    return named and not any(each.office == office for each in letters)
