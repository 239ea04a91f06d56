"""What is wrong with the authority: what shapes say, names that lead to two entries, IRIs that fit none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kg import validate
from kg.authority.lookup import jurisdiction, place
from kg.identity.authority import Authority, load_authority
from kg.validate import Finding, Report
from kg.vocab import BASE

_SEGMENTS: Mapping[str, int] = {
    "organization": 2, "post": 3, "programme": 1, "competition": 1, "project": 2, "brand": 2, "place": 1,
    "person": 2, "event": 2,
}  # fmt: skip
"""How many segments an IRI of a kind has behind `id/<kind>/`."""
_SEGMENT = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_LINKS = ("parent", "part_of", "organization", "funder")
_SHAPES = "https://w3id.org/stadtgraph/shapes#"
_SAID: Mapping[str, tuple[str, str, str, str, str]] = {
    # severity; message and remedy, each in German and English
    "AuthorityNameOnce": (
        "violation",
        "Auch {0} heißt so ({1}): unter diesem Namen wird keiner von beiden gefunden.",
        "{0} has the same name ({1}): neither of them is found by it.",
        "Legen Sie die Einträge zusammen, oder nehmen Sie den Namen aus einem heraus.",
        "Make one entry of the two, or take the name out of one.",
    ),
    "AuthorityIriWellFormed": (
        "violation",
        "Eine solche IRI gibt der Lader niemandem.",
        "The loader gives nobody such an IRI.",
        "Schreiben Sie id/{0}/ und {1} Abschnitte in kleinen Buchstaben; zuletzt die Gebietskörperschaft.",
        "Write id/{0}/ and {1} segments in small letters; the jurisdiction stands last.",
    ),
    "AuthorityLinkLeadsSomewhere": (
        "info",
        "{0} ist nicht eingetragen; Mitteilungen können es nennen.",
        "{0} has no entry; releases may name it.",
        "Sehen Sie nach, ob die IRI stimmt.",
        "See whether the IRI is right.",
    ),
}


def check(paths: Sequence[Path]) -> Report:
    """What is wrong with the files of the authority (Turtle files and folders of them).

    Beside what the shapes say: names that lead to two entries in one jurisdiction, IRIs that the loader
    would not make, links to entries that are not there. Raises RdfError for a malformed file.
    """
    files = [f for path in paths for f in (sorted(path.glob("*.ttl")) if path.is_dir() else [path])]
    authority = load_authority(files)
    found = [*_twice(authority), *_misnamed(authority), *_dangling(authority)]
    own = [_finding(authority, files, iri, shape, told) for iri, shape, told in dict.fromkeys(found)]
    reports = [validate.validate_rdf_file(path) for path in files]
    return validate.combine([*reports, Report(tuple(own))])


_Found = tuple[str, str, tuple[str, ...]]
"""IRI of the entry, what is wrong, and what that speaks of."""


def _twice(authority: Authority) -> Iterator[_Found]:
    for (kind, _), iris in sorted(authority.labels.items()):
        groups: dict[str, list[str]] = defaultdict(list)
        for iri in iris:
            groups[jurisdiction(kind, iri)].append(iri)
        for first, *others in groups.values():
            for other in others:
                told = (authority.entities[first].label, first.removeprefix(BASE))
                yield other, "AuthorityNameOnce", told


def _misnamed(authority: Authority) -> Iterator[_Found]:
    for iri, entity in authority.entities.items():
        segments = iri.removeprefix(f"{BASE}id/{entity.kind}/").split("/")
        wanted = _SEGMENTS.get(entity.kind)
        if wanted is not None and (len(segments) != wanted or not all(map(_SEGMENT.fullmatch, segments))):
            yield iri, "AuthorityIriWellFormed", (entity.kind, str(wanted))


def _dangling(authority: Authority) -> Iterator[_Found]:
    for iri, entity in authority.entities.items():
        for target in (str(value) for slot in _LINKS for value in entity.slots.get(slot, ())):
            if target.startswith(f"{BASE}id/organization/") and target not in authority.entities:
                yield iri, "AuthorityLinkLeadsSomewhere", (target.removeprefix(BASE),)


def _finding(
    authority: Authority, files: Sequence[Path], iri: str, shape: str, told: tuple[str, ...]
) -> Finding:
    severity, *texts = _SAID[shape]
    message_de, message_en, remedy_de, remedy_en = (text.format(*told) for text in texts)
    path, line = place(iri, files)
    return Finding(
        severity=severity,
        shape=_SHAPES + shape,
        focus=iri,
        focus_label=authority.entities[iri].label,
        path="",
        value="",
        message_de=message_de,
        message_en=message_en,
        file=str(path or ""),
        line=line,
        column=1 if line else None,
        remedy_de=remedy_de,
        remedy_en=remedy_en,
    )
