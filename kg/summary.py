"""What a build did, as a value. `kg.cli` words it for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Importing it loads pyshacl; a build that finds nothing to do goes without.
    from kg.validate.report import Finding


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A release that is not published because of what is wrong with it; `report` tells it in full."""

    key: str
    file: str
    report: Path | None
    violations: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did and what the store holds now.

    new, changed, unchanged, retracted, pruned   keys of releases, sorted
    quarantined, unreadable                      what could not be published, and files that could not
                                                 be read (with the reason); neither stopped the rest
    rebuilt       the store was made by another version: all made anew
    decided       authority, judgements or corrections have changed: what they concern was made anew
    facts         number of attestations in the store, by kind; entities: of canonical entities
    findings      what validation said of the releases that were new or changed, in order
    """

    store: Path | None
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    retracted: tuple[str, ...] = ()
    pruned: tuple[str, ...] = ()
    quarantined: tuple[Quarantine, ...] = ()
    unreadable: Mapping[Path, str] = field(default_factory=dict)
    rebuilt: bool = False
    decided: bool = False
    facts: Mapping[str, int] = field(default_factory=dict)
    entities: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether everything given was published."""
        return not self.quarantined and not self.unreadable

    @property
    def releases(self) -> int:
        """How many of the given releases are in the store now."""
        return len(self.new) + len(self.changed) + len(self.unchanged)
