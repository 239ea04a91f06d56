"""Which of the names of an entity is its label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from kg.model import Entity, Value
from kg.vocab import BASE, slug

_TOWN = re.compile(r"(?:\S+ )*\S*stadt (.+)", re.IGNORECASE)


def tidy(name: str) -> str:
    """A name without the accidents of its spelling: NFC, plain spaces, no article before it."""
    text = " ".join(unicodedata.normalize("NFC", name).replace("\u00ad", "").split())
    return re.sub(r"^(?:der|die|das|des|dem|den) (?=\S)", "", text)


def labels(
    iri: str, kind: str, counts: Mapping[str, int], curated: Entity | None
) -> tuple[str, tuple[Value, ...]]:
    """The label, and the other names: the curated label, else the most frequent full form.

    `counts` says how often each form is said. Of equally frequent forms the longest, then the
    alphabetically first.
    """
    if kind == "release":
        return min(counts), ()
    full = [form for form in counts if not _is_short(form, kind, iri, counts)] or list(counts)
    ranked = sorted(full, key=lambda form: (-counts[form], -len(form), form))
    label = curated.label if curated else next(iter(ranked), "")
    others = {*counts, *_place_names(iri, kind, counts)}
    if curated:
        others |= {str(name) for name in curated.slots.get("altLabel", ())}
    return label, tuple(sorted(others - {label, ""}))


def _is_short(form: str, kind: str, iri: str, forms: Iterable[str]) -> bool:
    """Whether a form only abridges another: Kaiserslautern, Weichel, KL.digital (beside KL.digital GmbH)."""
    if kind == "organization" and "/organization/stadt-" in iri and f"/stadt-{slug(form)}/" in iri:
        return True
    for other in forms:
        if other != form and (
            other.startswith(f"{form} ") or (kind == "person" and other.endswith(f" {form}"))
        ):
            return True
    return False


def _place_names(iri: str, kind: str, forms: Iterable[str]) -> Iterator[str]:
    """A town is also called by its place alone, whether or not a release does."""
    if kind == "organization" and iri.startswith(f"{BASE}id/organization/stadt-"):
        for form in forms:
            if match := _TOWN.fullmatch(form):
                yield match[1]
