"""A headless browser for tests: what a page looks like when it has loaded, and what went wrong in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--enable-logging=stderr", "--log-level=0",
    "--dump-dom",
)  # fmt: skip
_CONSOLE = re.compile(r'CONSOLE(?::|\()\d+\)?\] "(.*?)", source: ', re.DOTALL)


@dataclass(frozen=True)
class Seen:
    """A page as the browser has it: the document after its scripts, and what its console says."""

    dom: str
    console: list[str]


def browser() -> str:
    """The browser's program. Without one the test is skipped; on CI that is a failure."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    if os.environ.get("CI") == "true":
        pytest.fail("there is no chromium: CI has to install one")
    pytest.skip("there is no chromium: install it to test pages in a browser")


def dump_dom(url: str, folder: Path, *, wait: float = 3) -> Seen:
    """Open a page; `wait` are seconds of the page's own time that its scripts get."""
    program = browser()
    done = subprocess.run(
        [program, *_FLAGS, f"--user-data-dir={folder / 'profile'}",
         f"--virtual-time-budget={int(wait * 1000)}", url],
        capture_output=True,
        timeout=60,
        check=False,
    )  # fmt: skip
    said = done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, said
    return Seen(done.stdout.decode("utf-8"), _CONSOLE.findall(said))
