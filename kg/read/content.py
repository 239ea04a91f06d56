"""What is read from a file, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a release, and what its file declares beside it.

    `metadata` holds what a web page or PDF says of itself: `title`, `issued` (ISO) and `publisher`, those
    that are there and plausible. The text wins over it.
    """

    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)
