"""A release and its facts as quads of the release's own graph (docs/data-model.md section 2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StadtgraphError
from kg.graph import terms
from kg.graph.terms import LABEL, TITLE, A, term
from kg.model import BY_METADATA, Evidence, Fact, Release
from kg.slots import Named, Naming, attestation_iri, header, issued, local_iris, publisher, values
from kg.vocab import DCTERMS, OA, PROV, RDF, SG, graph_iri, release_iri

QUOTES_ONLY = frozenset({"quotes only", "nur zitate", "all rights reserved", "alle rechte vorbehalten"})
"""What `releases.csv` can state as a licence under which we keep the quotes and not the text."""

_AROUND = 32
"""Code points of prefix and suffix that a quote selector carries."""

Node = NamedNode | Literal
Statement = tuple[NamedNode, NamedNode, Node]


def release_quads(release: Release, facts: Sequence[Fact]) -> list[Quad]:
    """The quads of a release's graph, sorted; no blank nodes, every IRI made of content.

    Facts with equal content (`kg.slots.digest`) are one. Raises StadtgraphError when the words of
    an evidence are not what the text says there, VocabularyError for a slot the model does not know.
    """
    for fact in facts:
        _check_evidence(release, fact)
    graph = NamedNode(graph_iri(release.key))
    quads = {Quad(s, p, o, graph) for s, p, o in _statements(release, _distinct(facts))}
    return sorted_quads(quads)


def sorted_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Quads in the order of their N-Quads lines, each once."""
    return sorted(set(quads), key=str)


def _check_evidence(release: Release, fact: Fact) -> None:
    if not fact.evidence:
        raise StadtgraphError(f"{release.file}: a {fact.kind} fact (rule {fact.rule}) has no evidence")
    for e in fact.evidence:
        if not 0 <= e.start < e.end <= len(release.text) or release.text[e.start : e.end] != e.quote:
            raise StadtgraphError(
                f"{release.file}: evidence [{e.start}:{e.end}] of a {fact.kind} fact (rule {fact.rule}) is "
                f'not exact: it claims "{e.quote}", the text has "{release.text[e.start : e.end]}"'
            )


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """Each fact once; of equal content the one whose rule comes first in the alphabet."""
    chosen: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda f: (f.rule, sorted(f.resolved.items()))):
        chosen.setdefault(attestation_iri("", fact), fact)
    return list(chosen.values())


def _statements(release: Release, facts: Sequence[Fact]) -> Iterator[Statement]:
    naming = Naming(facts)
    names = {(n.kind, n.name) for fact in facts for n in naming.of(fact)}
    by = publisher(release, facts)
    if by:
        names.add(("organization", by))
    local = {key: NamedNode(iri) for key, iri in local_iris(release.key, names).items()}
    yield from _release(release, facts, local.get(("organization", by)))
    yield from _text(release)
    for (kind, name), mention in local.items():
        yield mention, A, term(terms.CLASSES[kind])
        yield mention, LABEL, Literal(name)
    for fact in facts:
        yield from _attestation(release, fact, naming, local)
    for evidence in {e for fact in facts for e in fact.evidence}:
        yield from _selectors(release, evidence)


def _release(release: Release, facts: Sequence[Fact], by: NamedNode | None) -> Iterator[Statement]:
    node = NamedNode(release_iri(release.key))
    fact = header(facts)
    own = fact.slots if fact else {}
    stated, tongue = release.stated, terms.language(release.text)
    yield node, A, SG["PressRelease"]
    yield node, DCTERMS["identifier"], Literal(release.key)
    yield node, SG["fileName"], Literal(release.file)
    yield node, SG["text"], _part(release, "text")
    if tongue:
        yield node, DCTERMS["language"], Literal(tongue)
    if title := stated.get("title") or str(own.get("title", "")):
        yield node, TITLE, tagged(title, tongue)
    if subtitle := str(own.get("subtitle", "")):
        yield node, SG["subtitle"], tagged(subtitle, tongue)
    yield from _day(node, release, facts)
    if by is not None:
        yield node, DCTERMS["publisher"], by
    if place := str(own.get("place", "")):
        yield node, SG["placeName"], Literal(place)
    if url := stated.get("url"):
        yield node, DCTERMS["source"], iri_or_text(url)
    if licence := stated.get("licence"):
        yield node, DCTERMS["license"], iri_or_text(licence)
    for column, said in stated.items():
        if said:
            yield node, SG["stated"], Literal(f"{column}: {said}")
    for column, said in release.metadata.items():
        yield node, SG["metadata"], Literal(f"{column}: {said}")


def _day(node: NamedNode, release: Release, facts: Sequence[Fact]) -> Iterator[Statement]:
    label = issued(release, facts)
    if label:
        yield node, SG["issuedLabel"], Literal(label)
        own = header(facts)
        by_file = own is not None and own.resolved.get("date") == BY_METADATA
        basis = "stated" if release.stated.get("issued") else "metadata" if by_file else "text"
        yield node, SG["dateBasis"], Literal(basis)
    if terms.is_day(label):
        yield node, DCTERMS["issued"], terms.day(label)
        return
    fact = header(facts)
    for slot in ("not_before", "not_after"):
        bound = str(fact.slots.get(slot, "")) if fact else ""
        if terms.is_day(bound):
            yield node, terms.property_of("release", slot), terms.day(bound)


def _text(release: Release) -> Iterator[Statement]:
    text, state = _part(release, "text"), _part(release, "text#state")
    yield text, A, SG["ReleaseText"]
    yield text, SG["sha256"], Literal(release.sha256)
    yield state, A, OA["State"]
    yield state, SG["sha256"], Literal(release.sha256)
    if release.stated.get("licence", "").casefold() not in QUOTES_ONLY:
        yield text, RDF["value"], Literal(release.text)


def _attestation(
    release: Release, fact: Fact, naming: Naming, local: dict[tuple[str, str], NamedNode]
) -> Iterator[Statement]:
    node = NamedNode(attestation_iri(release.key, fact))
    yield node, A, SG[f"{fact.kind.capitalize()}Attestation"]
    yield node, PROV["wasDerivedFrom"], NamedNode(release_iri(release.key))
    yield node, SG["section"], Literal(fact.section)
    yield node, SG["modality"], Literal(fact.modality)
    if fact.rule:
        yield node, SG["rule"], Literal(fact.rule)
    for slot, reason in fact.resolved.items():
        yield node, SG["premise"], Literal(f"{slot}: {reason}")
    for e in fact.evidence:
        yield node, SG["evidence"], _span(release, "char", e)
    if len(fact.evidence) > 1:
        yield node, SG["trigger"], _span(release, "char", fact.evidence[0])
    yield from _about(release, node, fact, naming.main(fact), local)
    yield from _slots(node, fact, naming, local, terms.language(release.text))


def _about(
    release: Release,
    node: NamedNode,
    fact: Fact,
    main: Named | None,
    local: dict[tuple[str, str], NamedNode],
) -> Iterator[Statement]:
    if fact.kind == "release":
        yield node, SG["about"], NamedNode(release_iri(release.key))
    elif main is not None:
        yield node, SG["about"], local[main.kind, main.name]


def _slots(
    node: NamedNode,
    fact: Fact,
    naming: Naming,
    local: dict[tuple[str, str], NamedNode],
    tongue: str | None,
) -> Iterator[Statement]:
    entities = {(n.slot, n.name): local[n.kind, n.name] for n in naming.of(fact) if n.slot != "name"}
    for slot, content in fact.slots.items():
        for value in values(content):
            if mention := entities.get((slot, str(value))):
                yield node, terms.property_of(fact.kind, slot), mention
            elif slot in ("title", "subtitle"):
                yield node, terms.property_of(fact.kind, slot), tagged(str(value), tongue)
            else:
                yield node, *terms.literal_property(fact.kind, slot, value)


def _selectors(release: Release, e: Evidence) -> Iterator[Statement]:
    span, quote, position = (_span(release, part, e) for part in ("char", "quote", "position"))
    yield span, A, OA["SpecificResource"]
    yield span, OA["hasSource"], _part(release, "text")
    yield span, OA["hasState"], _part(release, "text#state")
    yield span, OA["hasSelector"], quote
    yield span, OA["hasSelector"], position
    yield quote, A, OA["TextQuoteSelector"]
    yield quote, OA["exact"], Literal(e.quote)
    yield quote, OA["prefix"], Literal(release.text[max(0, e.start - _AROUND) : e.start])
    yield quote, OA["suffix"], Literal(release.text[e.end : e.end + _AROUND])
    yield position, A, OA["TextPositionSelector"]
    yield position, OA["start"], terms.literal(e.start)
    yield position, OA["end"], terms.literal(e.end)


def _part(release: Release, path: str) -> NamedNode:
    return NamedNode(f"{release_iri(release.key)}/{path}")


def _span(release: Release, selector: str, e: Evidence) -> NamedNode:
    return _part(release, f"text#{selector}={e.start},{e.end}")


def tagged(text: str, tongue: str | None) -> Literal:
    """A text with its language, where that is known."""
    return Literal(text, language=tongue) if tongue else Literal(text)


def iri_or_text(value: str) -> Node:
    """An absolute IRI as a node, anything else (a licence's name) as a string."""
    if "://" in value:
        try:
            return NamedNode(value)
        except ValueError:
            pass
    return Literal(value)
