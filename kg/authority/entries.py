"""What a steward says of a thing, as the IRI the loader would give it, and as triples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg import lexicon, resources
from kg.errors import InputError
from kg.identity import names, posts
from kg.identity.authority import Authority
from kg.identity.places import Places
from kg.identity.places import load as load_places
from kg.identity.spelling import clean
from kg.mentions.named import base_noun
from kg.model import Fact
from kg.vocab import BASE, ORG, PREFIXES, RDF, RDFS, SCHEMA, SG, SKOS, XSD, slug

KINDS = ("organization", "post", "programme", "competition", "project", "brand", "place")
"""Kinds of things the authority describes. Persons are told apart by judgements, not by names."""

_CLASSES = {
    "organization": (ORG["FormalOrganization"],),
    "post": (ORG["Post"],),
    "programme": (SG["Programme"],),
    "competition": (SG["Competition"],),
    "project": (SG["Project"],),
    "brand": (SCHEMA["Brand"],),
    "place": (SG["Municipality"], SCHEMA["Place"]),
}
_BY_TYPE = {"unit": ORG["OrganizationalUnit"], "network": ORG["OrganizationalCollaboration"]}
_OF_AN_ORGANIZATION = {"post": ORG["postIn"], "project": SG["organization"], "brand": SG["organization"]}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry as a steward asks for it.

    kind, name     one of `KINDS`; the label (of a post: the role)
    names          other names; abbreviations; label_en: the English name
    type           of an organisation: a concept of ontology/organization-types.ttl, as slug or in words
    organization   of a post, project or brand: an IRI of ours or a name
    jurisdiction   where the name does not tell it: a municipality, a Land, de or eu
    seats          of a post: how many hold it at once
    """

    kind: str
    name: str
    names: Sequence[str] = ()
    abbreviations: Sequence[str] = ()
    label_en: str = ""
    type: str = ""
    organization: str = ""
    jurisdiction: str = ""
    seats: int | None = None


def iri(wanted: Wanted, authority: Authority, places: Places | None = None) -> str:
    """The IRI of an entry: the one the loader gives the name. Raises InputError where it cannot be told."""
    name = slug(clean(wanted.name))
    if wanted.kind == "place":
        town = names.town(wanted.name, places or load_places())
        return f"{BASE}id/place/{town.anchor if town else name}"
    if wanted.kind in ("programme", "competition"):
        return f"{BASE}id/{wanted.kind}/{name}"
    if wanted.kind == "organization":
        own = names.organization(wanted.name, _type_words(wanted.type), {}, places or load_places())
        anchor = slug(wanted.jurisdiction) if wanted.jurisdiction else own.anchor
        return f"{BASE}id/organization/{own.segment}/{_told(anchor, wanted)}"
    owner = owner_of(wanted, authority, places)
    if wanted.kind == "post":
        return posts.post_iri(role_of(wanted), owner, slug(wanted.jurisdiction))
    anchor = slug(wanted.jurisdiction) if wanted.jurisdiction else owner and owner.rsplit("/", 1)[-1]
    return f"{BASE}id/{wanted.kind}/{name}/{_told(anchor, wanted)}"


def _told(anchor: str | None, wanted: Wanted) -> str:
    if anchor:
        return anchor
    raise InputError(
        f"the name {wanted.name!r} does not tell its jurisdiction",
        remedy="give --jurisdiction: a municipality, a Land, de or eu",
    )


def owner_of(wanted: Wanted, authority: Authority, places: Places | None = None) -> str | None:
    """The IRI of the organisation that a post, project or brand belongs to; None where none is given.

    A name is that of the curated organisation of this name, else of the one the loader would make.
    """
    given = wanted.organization.strip()
    if not given:
        if wanted.kind == "post":
            raise InputError("a post belongs to an organisation", remedy="give --organization")
        return None
    if given.startswith((BASE, "id/")):
        return given if given.startswith(BASE) else BASE + given
    own = names.organization(given, "", {}, places or load_places())
    if found := authority.find("organization", given, own.anchor or slug(wanted.jurisdiction)):
        return found
    if own.anchor is None and not wanted.jurisdiction:
        raise InputError(
            f"the name {given!r} does not tell its jurisdiction",
            remedy="give the organisation's IRI (id/organization/…) or --jurisdiction",
        )
    return f"{BASE}id/organization/{own.segment}/{own.anchor or slug(wanted.jurisdiction)}"


def role_of(wanted: Wanted) -> str:
    """The role of a post by its name. Raises InputError, naming the near ones, for a word that is no role."""
    known, word = posts.load_roles(), clean(wanted.name)
    role = posts.role_iri(Fact("role", {"role_canonical": word}, ()), known)
    if role is not None and known.lists(role):
        return role
    compound = lexicon.load().compound(word)
    if compound is not None and "Role" in compound[0].classes:
        # "Bildungsdezernentin" is the Bildungsdezernent that the loader makes of it.
        return f"{BASE}id/role/{slug(base_noun(word, compound))}"
    near = get_close_matches(slug(word), list(known.concepts), n=3)
    raise InputError(
        f"{wanted.name!r} is no role that ontology/roles.ttl knows",
        remedy=f"did you mean {' or '.join(near)}?" if near else "docs/teaching.md tells how to add one",
    )


@cache
def types() -> dict[str, str]:
    """IRIs of the types of organisations by their slugs."""
    path = resources.ontology() / "organization-types.ttl"
    found = (t.subject for t in parse(path=str(path), format=RdfFormat.TURTLE))
    iris = {node.value for node in found if isinstance(node, NamedNode)}
    start = PREFIXES["orgtype"]
    return {one.removeprefix(start): one for one in sorted(iris) if one.startswith(start)}


def type_of(given: str) -> str:
    """The IRI of a type of organisation. Raises InputError, naming the near ones, for an unknown one."""
    known = types()
    if not given:
        raise InputError("an organisation has a type", remedy=f"give --type: {', '.join(known)}")
    if slug(given) in known:
        return known[slug(given)]
    near = get_close_matches(slug(given), list(known), n=3, cutoff=0.4)
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    raise InputError(f"there is no type {given!r}", remedy=f"{meant}There are {', '.join(known)}")


def _type_words(given: str) -> str:
    return slug(given).replace("-", " ") if given else ""


def triples(
    wanted: Wanted, entity: str, authority: Authority, places: Places | None = None
) -> Iterator[Triple]:
    """The triples of an entry without its identifiers. Raises InputError for what the kind cannot have."""
    _check(wanted)
    node = NamedNode(entity)
    type_ = type_of(wanted.type) if wanted.kind == "organization" else ""
    exact = _BY_TYPE.get(type_.rsplit("/", 1)[-1])
    for class_ in (exact,) if exact else _CLASSES[wanted.kind]:
        yield Triple(node, RDF["type"], class_)
    owner = owner_of(wanted, authority, places) if wanted.kind in _OF_AN_ORGANIZATION else None
    yield Triple(node, RDFS["label"], Literal(_label(wanted, owner, authority)))
    for name in wanted.names:
        yield Triple(node, SKOS["altLabel"], Literal(name))
    if wanted.label_en:
        yield Triple(node, SKOS["altLabel"], Literal(wanted.label_en, language="en"))
    for short in wanted.abbreviations:
        yield Triple(node, SG["abbreviation"], Literal(short))
    if type_:
        yield Triple(node, SG["organizationType"], NamedNode(type_))
    if wanted.kind == "post":
        yield Triple(node, ORG["role"], NamedNode(role_of(wanted)))
    if owner:
        yield Triple(node, _OF_AN_ORGANIZATION[wanted.kind], NamedNode(owner))
    if wanted.seats is not None:
        yield Triple(node, SG["seats"], Literal(str(wanted.seats), datatype=XSD["integer"]))


def _label(wanted: Wanted, owner: str | None, authority: Authority) -> str:
    name = " ".join(wanted.name.split())
    if wanted.kind != "post" or owner is None:
        return name
    known = authority.entities.get(owner)
    given = "" if wanted.organization.startswith((BASE, "id/")) else " ".join(wanted.organization.split())
    told = known.label if known else given
    return f"{name}, {told}" if told else name


def _check(wanted: Wanted) -> None:
    for given, option, kinds in (
        (wanted.type, "--type", ("organization",)),
        (wanted.seats, "--seats", ("post",)),
        (wanted.organization, "--organization", tuple(_OF_AN_ORGANIZATION)),
    ):
        if given and wanted.kind not in kinds:
            raise InputError(f"{option} is for {', '.join(kinds)}, not for a {wanted.kind}")
    if wanted.seats is not None and wanted.seats < 1:
        raise InputError(f"{wanted.seats} is no number of seats", remedy="write 1, 2, 3 …")
    if any(not " ".join(text.split()) for text in (wanted.name, *wanted.names, *wanted.abbreviations)):
        raise InputError("a name is empty", remedy="leave it out")
