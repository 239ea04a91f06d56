"""The values that flow from module to module: frozen dataclasses, no behaviour but checks.

Offsets count Unicode code points of a release's text as decoded, 0-based, end exclusive.
Dates are ISO 8601 and may be partial: `2017`, `2023-10`, `2023-Q4`, `2019-09-04`, `--06-19`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Value = str | int | Decimal | bool | tuple[str, ...]
"""What a slot of a fact can hold. Several values are a tuple; an absent slot is not in the mapping."""

KINDS = (
    "release", "role", "organization", "headcount", "event", "programme",
    "competition", "project", "brand", "funding", "quotation", "contact",
)  # fmt: skip
SECTIONS = ("headline", "dateline", "body", "quote", "boilerplate", "contact")
MODALITIES = ("asserted", "announced", "former", "future", "reported")


BY_METADATA = "by metadata: the file says so of itself"
"""Why a slot of a release is filled that neither its text nor a steward fills (`Fact.resolved`)."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Words of a release: `text[start:end] == quote`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a release of one kind (`SECTIONS`), with the heading it stands under."""

    kind: str
    start: int
    end: int
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """One press release as read.

    `text` is what evidence refers to; `sha256` is the hex digest of its UTF-8 bytes. `stated`
    holds what a steward states in `releases.csv` (columns of that table that are filled: issued,
    title, publisher, url, licence, status, reason); it wins over the text. `metadata` is what the
    file says of itself (issued, title, publisher); it is used where text and steward are silent.
    """

    key: str
    file: str
    text: str
    sha256: str
    stated: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """An attestation: this release says, in these words, that.

    kind      one of `KINDS`
    slots     by kind, the names of `docs/data-model.md`; names of persons and organisations are
              the fullest form this release gives
    evidence  one or more spans; the first is the words that triggered the rule
    section   kind of the section it stands in (`SECTIONS`)
    modality  one of `MODALITIES`
    rule      name of the rule in `kg/rules/*.toml` (or of the step) that made it
    resolved  slots that rest on a resolution instead of the evidence's words, with its reason
              ("organization": "the release's own municipality")
    rests_on  of a fact that a steward has changed or added (`kg.corrections`): the IRIs it rests on, the
              attestation of the release first where there is one, then the corrections
    """

    kind: str
    slots: Mapping[str, Value]
    evidence: tuple[Evidence, ...]
    section: str = "body"
    modality: str = "asserted"
    rule: str = ""
    resolved: Mapping[str, str] = field(default_factory=dict)
    rests_on: tuple[str, ...] = ()


ACTIONS = ("reject", "change", "add")
"""What a correction can do with a fact."""


@dataclass(frozen=True, slots=True)
class SlotChange:
    """A slot of a fact in a correction: what it was and what it is to be, as text; "" for none."""

    slot: str
    was: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a steward decides about one fact: a row, or several, of `corrections.csv`.

    action   one of `ACTIONS`
    release  key of the release; "" for a fact that is added from another source
    kind     of the fact; fact: 12 hex digits of its content as it was read, "" where only words name it
    quote    the words the fact was read from, or those that an added fact rests on
    slots    of a rejected fact what it said, of the others what is to be said, too
    source   address of what the correction rests on; "" where the release itself shows it
    who, when, why  the steward, the day (ISO), the reason
    line     of the table, from 1; no part of the content
    """

    id: str
    action: str
    release: str
    kind: str
    fact: str = ""
    quote: str = ""
    slots: tuple[SlotChange, ...] = ()
    source: str = ""
    who: str = ""
    when: str = ""
    why: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a steward decides about two IRIs: a row of `judgements.csv`.

    left, right  absolute IRIs of entities, or of names in one release (`id/release/<key>/<kind>/<slug>`)
    judgement    same, different or unsure
    note, who, when  why, the steward, the day (ISO)
    line         the first of the row in the table, from 1; no part of the content
    """

    left: str
    right: str
    judgement: str
    note: str = ""
    who: str = ""
    when: str = ""
    line: int = field(default=0, compare=False)

    @property
    def pair(self) -> frozenset[str]:
        """The two, in no order."""
        return frozenset((self.left, self.right))


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in one release, and the canonical entity it was resolved to (see `kg.identity`).

    `kind` is person, organization, event, programme, competition, project or brand.
    """

    release: str
    kind: str
    name: str
    entity: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A canonical entity of the published view with its merged description.

    `iri` is absolute; `slots` maps slot names to sorted tuples of values (a value that names an
    entity is that entity's IRI); `sources` are the IRIs of the attestations it rests on, sorted.
    """

    iri: str
    kind: str
    label: str
    slots: Mapping[str, tuple[Value, ...]]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleAttestation:
    """What the derivation of tenures needs of one role fact. All IRIs are canonical and absolute.

    on            the day the text speaks (ISO, full) or None when the release is undated
    not_before    / not_after: for an undated release, what is known of its day, or None
    section       body, quote, headline, dateline, boilerplate, contact
    modality      see `MODALITIES`
    start, end    stated change dates (ISO, may be partial), or None
    premise       reason why this attestation is taken to speak of `post`, when the text does not
                  say it itself; "" otherwise
    corrections   IRIs of stewards' corrections that made it what it is
    """

    iri: str
    person: str
    post: str
    role: str
    organization: str | None
    on: str | None
    not_before: str | None = None
    not_after: str | None = None
    section: str = "body"
    modality: str = "asserted"
    acting: bool = False
    start: str | None = None
    end: str | None = None
    premise: str = ""
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """A date (xsd:date) with the attestations and premises it rests on."""

    date: str
    sources: tuple[str, ...]
    premises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person on a post, with core and bounds as section 3 of the design defines them.

    `start_not_after` and `end_not_before` are given only where they say more than the core does.
    `open_after` is the day of the latest core on the post (or on posts that bound each other): only
    after it a tenure without a bound on that side is shown as open.
    """

    iri: str
    person: str
    post: str
    role: str
    organization: str | None
    kind: str  # "regular", "acting" or "announced"
    first_attested: Bound | None = None
    last_attested: Bound | None = None
    start_not_before: Bound | None = None
    start_not_after: Bound | None = None
    end_not_before: Bound | None = None
    end_not_after: Bound | None = None
    announced_start: Bound | None = None
    attested_on: tuple[str, ...] = ()
    boilerplate_on: tuple[str, ...] = ()
    open_after: str | None = None
    sources: tuple[str, ...] = ()


FOLLOWED_BECAUSE = ("authority", "more releases", "later release", "attested", "undecided")
"""Why one side of a conflict is followed: the authority states it; more releases say so; a later one does;
it is attested of that very day, the other told in passing. Undecided: what is derived allows both."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources that contradict each other about one property of one entity.

    `followed` is the value that what is derived follows, "" for neither; `because` is one of
    `FOLLOWED_BECAUSE`.
    """

    iri: str
    entity: str
    property: str
    value1: str
    sources1: tuple[str, ...]
    value2: str
    sources2: tuple[str, ...]
    followed: str = ""
    because: str = "undecided"
