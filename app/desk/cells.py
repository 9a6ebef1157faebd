"""Cells of files for table programs (RFC 4180); the same as `desk/csv.ts`.

Must never: let through what a table program takes for a formula. Those of French, Spanish or Russian
computers split at semicolons, where a quote in mid-line protects nothing: so every place where a cell could
begin counts.
"""

import re

FORMULA = re.compile(
    r'(^|[;\t\r\n])([ "\u00a0]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])'
)  # with those of full width


def quoted(text: str) -> str:
    """A cell that is no formula to any table program, however its country sets it up."""
    marked = FORMULA.sub(r"\1\2'", text)
    harmless = f"'{marked}" if marked[:1] in ("\t", "\r") else marked
    return '"' + harmless.replace('"', '""') + '"' if re.search(r'[",;\t\r\n]', harmless) else harmless
