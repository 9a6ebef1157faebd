"""Counting an office's cases in a terminal: in full for the office, with small numbers hidden for outside.

Must never: write a number below five, or one that gives it away, into a file that is meant to leave.
"""

from collections.abc import Iterator, Sequence

from app.desk import screen
from app.desk.cells import quoted
from app.desk.desk import Desk
from app.desk.destroyed import destroyed_on
from app.domain.case import Case
from app.domain.counted import counted as many
from app.domain.recusal import recusal_of
from app.domain.statistics import Cell, Ending, Fact, Unit, counted, durations, fact, for_outside, reconciled

HIDDEN = "fewer than five, or hidden to protect such a number"


def facts(desk: Desk) -> list[Fact]:
    """What is counted of all cases; those of which nothing is here, destroyed or left, are not."""
    return [fact(case) for case in desk.cases if not is_gone(case)]


def is_gone(case: Case) -> bool:
    """Nothing of it is here: destroyed, stepped back from, or nothing of it could be read yet."""
    return not case.texts and not case.handovers


def uncounted(desk: Desk) -> Iterator[str]:
    """How many cases there are of which nothing is here, by the reason."""
    kin = desk.following.kin
    gone = [case for case in desk.cases if is_gone(case)]
    kept = [case for case in gone if not recusal_of(case, desk.device.device, kin)]
    destroyed = sum(1 for case in kept if destroyed_on(case, kin))
    if destroyed:
        yield f"Not counted here: {many(destroyed, 'case')} destroyed by two members."
    if left := len(gone) - len(kept):
        yield f"Not counted here: {many(left, 'case')} you stepped back from. Your colleagues count these."
    if unread := len(kept) - destroyed:
        yield f"Not counted here: {many(unread, 'case')} of which nothing can be read here yet."


def table(desk: Desk, keys: Sequence[str], unit: Unit) -> Iterator[str]:
    """Numbers by one or several keys, for the office's own eyes."""
    cells = counted(facts(desk), keys, unit)
    head = [*(key.replace("_", " ").upper() for key in keys), str(unit).upper(), "NOT STATED"]
    yield from screen.table(head, (row(cell) for cell in cells))
    yield from uncounted(desk)
    yield "For this office only: small numbers can tell who somebody is. For others, add --outside."


def row(cell: Cell) -> tuple[str, ...]:
    """One line."""
    return (*(value.replace("_", " ") for value in cell.values), str(cell.number), str(cell.unstated or "-"))


def outside(desk: Desk, key: str, unit: Unit) -> str:
    """Numbers by one key as comma-separated values that may leave the office."""
    shown, total = for_outside(counted(facts(desk), [key], unit))
    rows = [
        (key, str(unit)),
        *((each.value, HIDDEN if each.number is None else str(each.number)) for each in shown),
        ("total", HIDDEN if total is None else str(total)),
    ]
    return "".join(",".join(map(quoted, row)) + "\n" for row in rows)


def summary(desk: Desk) -> Iterator[str]:
    """How what was received adds up, and how long things took. A person certifies it."""
    found = facts(desk)
    head = ("KIND", "RECEIVED", *(str(each).replace("_", " ").upper() for each in Ending))
    rows = [
        (kind.replace("_", " "), str(sums.received), *(str(sums.endings[each]) for each in Ending))
        for kind, sums in reconciled(found).items()
    ]
    yield from screen.table(head, rows)
    yield from uncounted(desk)
    if any(not sums.adds_up for sums in reconciled(found).values()):
        yield "Some cases are closed and nothing says why they were not reported onward: see UNEXPLAINED."
    for name, span in durations(found).items():
        what = name.replace("_", " ")
        yield f"{what}: {span.average} days on average, {span.middle} in the middle ({span.cases} cases)"
