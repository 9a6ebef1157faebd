"""Stepping back from a case: what this disk holds of it goes, as far as it can be read here.

What was read is known; no program can call it back. Must never: touch what the colleagues hold.
"""

from app.desk import handover
from app.desk.desk import Desk
from app.desk.files import bricks_of, files_of
from app.domain.case import Case
from app.domain.payloads import CaseEvent


def step_back(desk: Desk, case: Case, note: str) -> bool:
    """Hand a case to the office that stands in, and drop it here; False: some of it waits to be sent.

    Raises:
        NotFound: no office that stands in can receive now.
    """
    bricks = [brick for file in files_of(case) for brick in bricks_of(file)]
    held = [one for one in desk.reading.readable if one.entry.payload.thread == case.thread]
    done = handover.recuse(desk, case, note)
    desk.store.drop(one.position for one in held if not isinstance(one.entry.payload, CaseEvent))
    desk.store.drop_bricks(bricks)
    desk.forget()
    return done
