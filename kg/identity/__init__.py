"""Which canonical entity each name of a release means.

`resolve` looks at one release, the authority and the judgements only, so that the same input gives the
same IRIs in whatever order releases come. `kg.identity.names` knows spellings,
`abbreviations` what is short for what, `anchors` jurisdictions, `places` the Länder, `authority` and
`judgements` what stewards decide, `posts` roles and their attestations.
"""

from kg.identity.authority import Authority, authority_of, load_authority
from kg.identity.judgements import Judgements, combined, load_judgements
from kg.identity.places import load as load_places
from kg.identity.posts import days, role_attestations, seats
from kg.identity.resolving import curated_forms, resolve

__all__ = [
    "Authority",
    "Judgements",
    "authority_of",
    "combined",
    "curated_forms",
    "days",
    "load_authority",
    "load_judgements",
    "load_places",
    "resolve",
    "role_attestations",
    "seats",
]
