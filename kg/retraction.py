"""Retract a release: a row in `releases.csv`, so that a rebuild keeps it, and out of the store.

The row is written first and atomically (a new file takes the place of the old): whatever happens after
that, the next build takes the release out. To bring it back, empty the row's status and build.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from kg import inputs, read, writing
from kg.build import bring_in_line
from kg.errors import InputError, TableError
from kg.inputs import Inputs
from kg.store import Store
from kg.summary import Summary
from kg.vocab import graph_iri


def retract(
    key: str,
    reason: str,
    store: Store,
    *,
    table: Path,
    authority: Sequence[Path] | None = None,
    judgements: Path | None = None,
) -> Summary:
    """Take a release, and all that rests on it alone, out of the store, and note that in `table`.

    `table` is made where there is none; releases lie in the folder of its name (`data/releases` for
    `data/releases.csv`). Raises InputError when neither table, folder nor store know the key, TableError
    when the table is malformed or cannot be written, StoreError.
    """
    if not reason.strip():
        raise InputError("a retraction needs a reason", remedy="--reason 'withdrawn by the publisher'")
    rows = read.read_table(table) if table.exists() else {}
    write_row(table, _file_of(key, rows, store, table), key, " ".join(reason.split()))
    return bring_in_line(
        Inputs(retracted={key: reason}),
        store,
        curated=inputs.curated_files(inputs.data_folder([], table), authority, judgements),
    )


def _file_of(key: str, rows: dict[str, dict[str, str]], store: Store, table: Path) -> str:
    """The file name of a release, from the table, the store or the folder."""
    from kg import graph

    for name, row in rows.items():
        if read.release_key(Path(name), row) == key:
            return name
    known = store.release_keys()
    if key in known:
        return graph.read_release(store.quads(graph_iri(key)))[0].file
    folder = table.parent / table.stem
    files = read.find_releases([folder]) if folder.is_dir() else []
    by_key = {read.release_key(path, read.row_of(path, rows)): path.name for path in files}
    if key in by_key:
        return by_key[key]
    near = get_close_matches(key, [*known, *by_key], n=3)
    raise InputError(
        f"no release {key!r}",
        remedy=f"did you mean {' or '.join(near)}?" if near else "`kg query releases` lists them",
    )


def write_row(table: Path, file: str, key: str, reason: str) -> None:
    """Mark a file as retracted in the table; all other lines stay as they are, byte for byte.

    Raises TableError when the table cannot be read or written.
    """
    try:
        text = table.read_bytes().decode("utf-8-sig") if table.exists() else ",".join(read.COLUMNS) + "\n"
    except OSError as problem:
        raise TableError(
            f"cannot be read: {problem.strerror}", path=table, remedy="check its rights"
        ) from problem
    writing.replace(table, _with_row(table, text, file, key, reason), error=TableError)


def _with_row(table: Path, text: str, file: str, key: str, reason: str) -> str:
    lines = io.StringIO(text, newline="").readlines()
    header: list[str] = []
    for fields, start, end in writing.records(text):
        if not header and any(field.strip() for field in fields):
            header = [field.strip() for field in fields]
            if lacking := [name for name in ("key", "status", "reason") if name not in header]:
                raise TableError(
                    f"missing column {', '.join(map(repr, lacking))}",
                    path=table,
                    remedy=f"a retraction needs it; the columns are {','.join(read.COLUMNS)}",
                )
        elif header and fields and fields[header.index("file")].strip() == file:
            row = dict(zip(header, fields, strict=True)) | {"status": "retracted", "reason": reason}
            gap = "\n" if lines[end - 1].endswith("\n") else ""
            return "".join(lines[:start]) + writing.line(header, row) + gap + "".join(lines[end:])
    gap = "" if not text or text.endswith("\n") else "\n"
    stated_key = "" if key == read.release_key(Path(file)) else key
    row = {"file": file, "key": stated_key, "status": "retracted", "reason": reason}
    return text + gap + writing.line(header, row) + "\n"
