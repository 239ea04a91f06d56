"""Whether the ontology holds: read, documented, without clash, used as declared, free of contradiction.

    check()  ->  findings, worst first by file and line; an empty list is a sound ontology

`sources` reads Turtle, `documentation`, `concepts`, `literals` and `usage` judge what they read,
`reasoner` asks HermiT through owlready2 (the only place that imports it). What cannot be read at all
raises instead: RdfError with file and line, OntologyError where Java or the reasoner is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg import resources
from kg.ontology import concepts, documentation, literals, reasoner, usage
from kg.ontology.sources import SEVERITIES, Finding, Ontology, read, turtle_files

__all__ = ["SEVERITIES", "Finding", "Ontology", "check", "default_files", "read", "turtle_files"]


def default_files() -> list[Path]:
    """The Turtle files that ship: `ontology/*.ttl`, then `data/authority/*.ttl`."""
    return turtle_files([resources.ontology(), resources.authority()])


def check(
    paths: Sequence[Path] | None = None,
    *,
    users: Sequence[Path] | None = None,
    reason: bool = True,
) -> list[Finding]:
    """What is wrong with the ontology in `paths`, sorted by file, line and message.

    paths    Turtle files and folders of them; None is what ships (`default_files`)
    users    code, shapes and queries whose use of own terms is checked (`*.py`, `*.ttl`, `*.rq`);
             None is what ships when `paths` is None, nothing otherwise
    reason   also ask the reasoner for contradictions and unsatisfiable classes (needs Java)

    Raises RdfError when a file is malformed, InputError when it cannot be read, OntologyError when
    there is nothing to check, Java is missing or the reasoner fails.
    """
    ontology = read(default_files() if paths is None else turtle_files(paths))
    if users is None:
        users = usage.default_users() if paths is None else ()
    found = [
        *documentation.check(ontology),
        *literals.check(ontology),
        *concepts.check(ontology),
        *usage.check(ontology, users),
    ]
    if reason:
        found += reasoner.check(ontology)
    return sorted(set(found))
