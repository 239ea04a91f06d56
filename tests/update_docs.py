"""Writes anew what the commands and Python blocks of the documentation print: `make docs`.

Only output that differs in more than seconds is touched. What changed shows in `git diff`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pages


def main() -> None:
    """Update all pages."""
    with tempfile.TemporaryDirectory() as place:
        store = _store(Path(place))
        for page in pages.PAGES:
            folder = Path(place) / page.name
            folder.mkdir()
            text = page.read_text("utf-8")
            found = list(pages.printed(page, pages.Walk(folder, page, store)))
            broken = next((one for one in found if "Traceback (most recent call last)" in one.real), None)
            if broken:
                sys.exit(f"{page.name}: nothing written, {broken.what}\n{broken.real}")
            changed = [one for one in found if pages.normal(one.said) != pages.normal(one.real)]
            for one in reversed(changed):
                text = text[: one.start] + one.real + text[one.end :]
            page.write_text(text, encoding="utf-8")
            print(f"{page.name}: {len(changed)} of {len(found)} outputs written anew")


def _store(place: Path) -> Path:
    from kg.build import build
    from kg.store import Store

    with Store.open(place / "store") as store:
        build([pages.ROOT / "data" / "releases"], store)
    return place / "store"


if __name__ == "__main__":
    main()
