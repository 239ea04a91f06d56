"""HermiT through owlready2: is the ontology free of contradiction, can every class have a member?

owlready2 takes our Turtle for garbage N-Triples, finds no class and calls everything sound, so it gets
N-Triples made by pyoxigraph, and the number of classes it read is compared with the number declared.
Literals stay behind: HermiT fails on xsd:date and xsd:gYear, and values are the shapes' business.
The world is private, so that nothing is left in owlready2's default world.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.errors import OntologyError
from kg.ontology.documentation import expand, short
from kg.ontology.sources import RDF_TYPE, Finding, Ontology
from kg.vocab import PREFIXES

_OWL = PREFIXES["owl"]
_RDFS = PREFIXES["rdfs"]
_HEADER = frozenset(_OWL + name for name in ("imports", "versionIRI", "versionInfo"))
_NO_JAVA = (
    "Java is missing, and the reasoner HermiT needs it. Install a Java runtime (Debian and Ubuntu: "
    "apt-get install default-jre-headless; macOS: brew install openjdk; Fedora: dnf install "
    "java-latest-openjdk-headless; Windows: winget install EclipseAdoptium.Temurin.21.JRE) "
    "or set JAVA_HOME"
)


def check(ontology: Ontology) -> Iterator[Finding]:
    """Findings on contradictions and on classes that cannot have a member.

    Raises OntologyError when Java is missing, the reasoner fails, or owlready2 did not read every
    class that the files declare.
    """
    java = find_java()
    triples = list(_logical(ontology))
    declared = {
        t.subject.value
        for t in triples
        if t.predicate.value == RDF_TYPE
        and isinstance(t.subject, NamedNode)
        and isinstance(t.object, NamedNode)
        and t.object.value == _OWL + "Class"
    }
    unsatisfiable = _run(triples, declared, java)
    if unsatisfiable is None:
        yield _inconsistency(ontology)
        return
    for iri in sorted(unsatisfiable):
        message = f"{short(iri)} can have no member: what is said of it contradicts itself"
        yield ontology.finding("violation", iri, message)


def find_java() -> str:
    """Path of the Java command: that of JAVA_HOME, else the one on the search path.

    Raises OntologyError, saying how to install it, when there is none.
    """
    home = os.environ.get("JAVA_HOME")
    found = (shutil.which("java", path=str(Path(home) / "bin")) if home else None) or shutil.which("java")
    if found is None:
        raise OntologyError(_NO_JAVA)
    return found


def _logical(ontology: Ontology) -> Iterator[Triple]:
    """The triples that bear on reasoning: all but literals and what is said with undeclared properties.

    Labels, notes and SKOS relations are annotations to OWL; without them HermiT has a tenth to read.
    """
    properties = {iri for iri, _ in ontology.instances(_OWL + "ObjectProperty")}
    for triple in ontology.triples():
        predicate = triple.predicate.value
        logical = predicate.startswith((_OWL, _RDFS, PREFIXES["rdf"])) or predicate in properties
        # OWL's own literals stay: the numbers of cardinalities.
        kept = predicate.startswith(_OWL) or (logical and not isinstance(triple.object, Literal))
        if kept and predicate not in _HEADER:
            yield triple


def _run(triples: list[Triple], declared: set[str], java: str) -> set[str] | None:
    """IRIs of unsatisfiable classes, or None when the whole is inconsistent."""
    import owlready2

    # owlready2 calls `java` by the name in this module-level constant; nobody else here uses it.
    owlready2.JAVA_EXE = java
    with tempfile.TemporaryDirectory(prefix="kg-ontology-") as folder:
        file = Path(folder) / "ontology.nt"
        serialize(triples, str(file), format=RdfFormat.N_TRIPLES)
        world = owlready2.World()
        try:
            world.get_ontology(file.as_uri()).load()
            _assert_all_read(world, declared)
            owlready2.sync_reasoner_hermit(world, debug=0)
            return {str(c.iri) for c in world.inconsistent_classes() if str(c.iri) in declared}
        except owlready2.OwlReadyInconsistentOntologyError:
            return None
        except (owlready2.OwlReadyError, OSError) as error:
            raise OntologyError(f"the reasoner failed: {_first_line(error)}") from error
        finally:
            world.close()


def _assert_all_read(world: Any, declared: set[str]) -> None:
    """A reasoner that has read nothing finds nothing: that must not pass for soundness."""
    read = {str(c.iri) for c in world.classes()}
    if missing := sorted(declared - read):
        raise OntologyError(
            f"owlready2 read {len(read)} of {len(declared)} classes; missing: "
            + ", ".join(short(i) for i in missing[:5])
        )


def _inconsistency(ontology: Ontology) -> Finding:
    """The contradiction, placed at the first individual that is two disjoint things, where one is."""
    above = _superclasses(ontology)
    disjoint = _disjoint(ontology)
    for iri, properties in ontology.described():
        types = {o.value for o in properties.get(RDF_TYPE, ()) if isinstance(o, NamedNode)}
        classes = types.union(*(above[t] for t in types))
        for pair in disjoint:
            if pair <= classes:
                left, right = sorted(short(c) for c in pair)
                message = f"{short(iri)} is both {left} and {right}, which nothing can be at once"
                return ontology.finding("violation", iri, message)
    message = "the ontology contradicts itself: no world fits all it says of its individuals"
    return Finding(str(ontology.sources[0].path), 0, "violation", message)


def _superclasses(ontology: Ontology) -> dict[str, set[str]]:
    above: dict[str, set[str]] = defaultdict(set)
    for iri, properties in ontology.described():
        ahead = [o.value for o in properties.get(_RDFS + "subClassOf", ()) if isinstance(o, NamedNode)]
        while ahead:
            current = ahead.pop()
            if current not in above[iri]:
                above[iri].add(current)
                said = ontology.by_subject.get(current, {}).get(_RDFS + "subClassOf", ())
                ahead += [o.value for o in said if isinstance(o, NamedNode)]
    return above


def _disjoint(ontology: Ontology) -> list[frozenset[str]]:
    """Pairs of named classes declared disjoint, directly or by owl:AllDisjointClasses."""
    nodes: dict[str, dict[str, Any]] = defaultdict(dict)
    pairs: set[frozenset[str]] = set()
    for triple in ontology.triples():
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if predicate == expand("owl:disjointWith") and isinstance(subject, NamedNode):
            pairs |= {frozenset((subject.value, value.value))} if isinstance(value, NamedNode) else set()
        if isinstance(subject, BlankNode):
            nodes[subject.value][predicate] = value
    for node in list(nodes.values()):
        members = list(_members(nodes, node.get(_OWL + "members")))
        pairs |= {frozenset((a, b)) for i, a in enumerate(members) for b in members[i + 1 :]}
    return sorted(pairs, key=sorted)


def _members(nodes: dict[str, dict[str, Any]], item: Any) -> Iterator[str]:
    """Named items of an RDF list."""
    while isinstance(item, BlankNode):
        first = nodes[item.value].get(PREFIXES["rdf"] + "first")
        if isinstance(first, NamedNode):
            yield first.value
        item = nodes[item.value].get(PREFIXES["rdf"] + "rest")


def _first_line(error: BaseException) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:3]) or type(error).__name__
