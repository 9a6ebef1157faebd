"""A readable copy of opened cases, because the person asks for it: text, or JSON for another system.

Must never: be written without saying that it is readable, over an existing file, or for others to read.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.desk.desk import Desk
from app.desk.findings import whole_page
from app.desk.private_files import write_new
from app.domain.case import Case
from app.domain.payloads import as_json, plain

WARNING = (
    "This file is readable by anyone who gets it. Keep it on an encrypted disk, pass it on only as a sealed "
    "or encrypted file, and delete it when you no longer need it."
)


def export(desk: Desk, cases: Sequence[Case], target: Path) -> None:
    """Write cases to `target`: JSON when its name ends in `.json`, else text.

    Raises:
        BadInput: the file exists, or its folder does not.
    """
    write = as_data if target.suffix == ".json" else as_text
    write_new(target, write(desk, cases).encode())


def as_text(desk: Desk, cases: Sequence[Case]) -> str:
    """The cases as the terminal shows them."""
    pages = ("\n".join(whole_page(desk, case)) for case in cases)
    return WARNING + "\n\n" + ("\n\n" + "=" * 60 + "\n\n").join(pages) + "\n"


def as_data(desk: Desk, cases: Sequence[Case]) -> str:
    """The cases with every opened payload, whole."""
    payloads = {one.entry.ctx: one for one in desk.reading.readable}
    return json.dumps(
        {"warning": WARNING, "cases": [data_of(case, payloads) for case in cases]},
        ensure_ascii=False,
        indent=1,
    )


def data_of(case: Case, payloads: dict[str, Any]) -> dict[str, Any]:
    """One case."""
    known = {ctx for text in case.texts for ctx in text.ctxs} | {done.ctx for done in case.events}
    known |= {*case.unproven, *case.unknown} | {ctx for each in case.handovers for ctx in each.ctxs}
    inside = [one for ctx, one in payloads.items() if ctx in known]
    return {
        "case": case.thread,
        "status": str(case.status),
        "received": case.received,
        "acknowledged": plain(case.acknowledged) if case.acknowledged else None,
        "urgent": case.urgent,
        "unproven": list(case.unproven),
        "entries": [
            {
                "number": one.position if one.position > 0 else None,
                "ctx": one.entry.ctx,
                "filed": one.entry.day,
                **as_json(one.entry.payload),
            }
            for one in inside
        ],
    }
