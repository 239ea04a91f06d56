"""Write the golden files anew: `python tests/golden/update.py`, then read the difference in git.

One `<key>.jsonl` for each release of `data/releases`: the lines that `kg extract --format jsonl` prints.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))


def lines() -> dict[str, str]:
    """The fact lines of each release that ships, by the name of its golden file."""
    from kg import read, render, resources
    from kg.facts import extract

    rows = read.read_table(resources.root() / "data" / "releases.csv")
    found = {}
    for path in read.find_releases([resources.releases()]):
        release = read.read_release(path, read.row_of(path, rows))
        found[f"{release.key}.jsonl"] = "".join(render.jsonl([(release, extract(release))]))
    return found


def main() -> None:
    """Write what differs, remove what has no release any more, and say which."""
    now = lines()
    for old in HERE.glob("*.jsonl"):
        if old.name not in now:
            old.unlink()
            print(f"removed {old.name}")
    for name, text in now.items():
        path = HERE / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
            print(f"wrote {name}")


if __name__ == "__main__":
    main()
