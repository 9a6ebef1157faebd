"""A Chromium to test and to measure with: the distribution's, or the one that CHROMIUM names."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

FLAGS = [  # nothing may leave this machine, and root has no sandbox
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def path() -> str:
    """Where it lies.

    Raises:
        FileNotFoundError: there is none.
    """
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise FileNotFoundError("no Chromium: install the package `chromium`, or set CHROMIUM to its path")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for the length of a block.

    Raises:
        FileNotFoundError: there is none.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path(), args=FLAGS)
        yield browser
        browser.close()
