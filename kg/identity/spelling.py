"""What the spelling of any name leaves open and means nothing by: quotes, articles, spaces, Unicode forms."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = str.maketrans("", "", "\"'„“”‚‘’«»‹›`´\u00ad\u200b\ufeff")
_ARTICLE = re.compile(r"^(?:der|die|das|des|dem|den)\s+")


def clean(name: str) -> str:
    """A name in one spelling: NFC, plain spaces, no quotation marks, no leading article."""
    text = " ".join(unicodedata.normalize("NFC", name).translate(_QUOTES).split())
    text = re.sub(r"\be\.?\s?V\.?$", "e. V.", text)
    return _ARTICLE.sub("", text) or text
