"""A new entry of the authority: checked first, then written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from kg import validate, writing
from kg.authority import entries, files, identifiers
from kg.authority.entries import KINDS, Wanted
from kg.authority.lookup import in_the_way
from kg.errors import InputError, RdfError
from kg.identity.authority import load_authority
from kg.identity.places import load as load_places

_FILES = {"organization": "organizations.ttl", "programme": "programmes.ttl", "place": "places.ttl"}
"""The file of a kind's entries; all others go to <kind>s.ttl."""


@dataclass(frozen=True, slots=True)
class Added:
    """An entry that was made: its IRI, the file it is in, and its Turtle."""

    iri: str
    path: Path
    turtle: str


def add(
    wanted: Wanted,
    folder: Path,
    *,
    file: Path | None = None,
    identified: Sequence[str] = (),
    source: str = "",
    checked: str = "",
    who: str = "",
) -> Added:
    """Make an entry and put it into a file of the authority; all other lines stay as they are.

    folder      the authority (`data/authority`); file: another than the one of the kind in it
    identified  identifiers: `ags:01234567`, IRIs of other registers, text; with them source (the address
                where they were looked up), checked (the day, ISO) and who are needed

    Raises InputError for an unknown kind, type or role (naming the near ones), an identifier that nobody
    checked, a name that leads to an entry already (naming it) and whatever the shapes object to; RdfError
    for a malformed file. Then nothing is written.
    """
    if wanted.kind not in KINDS:
        raise InputError(
            f"there are no entries of the kind {wanted.kind!r}", remedy=f"write {', '.join(KINDS)}"
        )
    path = file or folder / _FILES.get(wanted.kind, f"{wanted.kind}s.ttl")
    authority = load_authority([*([folder] if folder.is_dir() else []), *_beside(path, folder)])
    iri = entries.iri(wanted, authority)
    made = list(entries.triples(wanted, iri, authority))
    if identified:
        check = identifiers.checked(source, checked, who)
        told = [identifiers.statement(one, wanted.name, load_places()) for one in identified]
        made += identifiers.triples(NamedNode(iri), told, check)
    elif source or checked:
        raise InputError("--source and --checked belong to an identifier", remedy="give --identifier")
    if problem := in_the_way(iri, made, authority, _turtle_files(folder, path)):
        raise problem
    _refuse_unsound(made)
    text = path.read_text("utf-8") if path.exists() else ""
    fresh = files.inserted(text, made)
    _check_text(path, text, fresh, made)
    writing.replace(path, fresh, error=RdfError)
    return Added(iri, path, files.block(made)[0])


def _beside(path: Path, folder: Path) -> list[Path]:
    """The file, where it exists and is none of the folder's."""
    return [path] if path.is_file() and path.resolve().parent != folder.resolve() else []


def _turtle_files(folder: Path, path: Path) -> list[Path]:
    return [*(sorted(folder.glob("*.ttl")) if folder.is_dir() else []), *_beside(path, folder)]


def _refuse_unsound(made: Sequence[Triple]) -> None:
    report = validate.validate_graph(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in made)
    if told := [f for f in report.findings if f.severity == "violation"]:
        raise InputError(
            "; ".join(f"{one.message('en')} [{one.shape_name}]" for one in told),
            remedy=" ".join(one.remedy("en") for one in told),
        )


def _check_text(path: Path, before: str, after: str, made: Sequence[Triple]) -> None:
    """Whether the new text says what the old one said, and the entry."""
    was, now = (
        {t.triple for t in parse(text.encode(), RdfFormat.TURTLE, base_iri=path.resolve().as_uri())}
        for text in (before, after)
    )
    assert now == was | set(made), "putting an entry in changed others"
