"""`python -m tests.bench`: run the measures, print one table, write var/bench.json.

`--quick` measures once and briefly; `--only NAME` (may be repeated) runs the measures with that name.
A measure is a function of a module named in `MEASURES`; it is imported only when it is run.
"""

import argparse
import importlib
import json
import os
import platform
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.figures import Line, Measure, Options, Unmeasured, table

RESULT = Path(__file__).resolve().parents[2] / "var" / "bench.json"

# name -> module under tests.bench; each has `measure(options)`
MEASURES = {
    "intake": "intake",
    "flat": "flat_cost",
    "relay": "relay_rate",
    "desk": "desk_open",
    "web": "web_process",
    "help": "command_line",
    "app": "app_size",
    "browser": "desk_browser",
    "hotline": "hotline",
}


def lines(name: str, options: Options) -> Iterator[Line]:
    """Run one measure; what breaks it becomes the reason why it is missing."""
    try:
        measure: Measure = importlib.import_module(f"tests.bench.{MEASURES[name]}").measure
        yield from measure(options)
    except Exception as error:  # noqa: BLE001 -- one broken measure must not hide the others
        traceback.print_exc(file=sys.stderr)
        yield Unmeasured(name, f"{type(error).__name__}: {error}"[:200])


def machine() -> dict[str, object]:
    """What a reader must know to compare two runs."""
    return {
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "python": platform.python_version(),
        "system": platform.system(),
        "when": datetime.now(UTC).date().isoformat(),
    }


def main() -> None:
    """Read the options, run, print, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure speed and size.")
    parser.add_argument("--quick", action="store_true", help="once and briefly")
    parser.add_argument("--only", action="append", choices=sorted(MEASURES), help="this measure only")
    chosen = parser.parse_args()
    before = machine()
    found: list[Line] = []
    for name in chosen.only or MEASURES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        found.extend(lines(name, Options(chosen.quick)))
    print(table(found))
    RESULT.parent.mkdir(exist_ok=True)
    record = {"machine": before, "quick": chosen.quick, "figures": [line.record() for line in found]}
    RESULT.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
