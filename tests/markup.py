"""HTML as tests look at it: what is in it, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_OPTIONAL_END = frozenset(["p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody"])
_NEED_NO_LABEL = frozenset(["hidden", "submit", "button", "reset"])
_ADDRESSES = ("href", "src", "action", "formaction")


@dataclass
class Form:
    """A form: where it goes, and what it sends when nothing is changed in it."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """A page, read: language, title, headings, links, forms, ids; `faults` say what is wrong with it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.lang = ""
        self.texts: dict[str, list[str]] = {"title": [], "h1": []}
        self.links: list[str] = []
        self.assets: list[str] = []
        self.forms: list[Form] = []
        self.ids: list[str] = []
        self.tags: Counter[str] = Counter()
        self._open: list[str] = []
        self._labelled: set[str] = set()
        self._fields: list[tuple[str, dict[str, str], bool]] = []
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._textarea: str | None = None
        if not text.lower().startswith("<!doctype html>"):
            self.faults.append("it does not begin with <!doctype html>")
        self.feed(text)
        self.close()
        self._conclude()

    @property
    def title(self) -> str:
        """The title."""
        return "".join(self.texts["title"]).strip()

    @property
    def addresses(self) -> list[str]:
        """All addresses in it: of links, assets and forms."""
        return [*self.links, *self.assets, *(form.action for form in self.forms)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins here."""
        self.tags[tag] += 1
        given = {name: value or "" for name, value in attrs}
        if len(given) < len(attrs):
            self.faults.append(f"<{tag}> repeats an attribute")
        self.faults += [
            f"<{tag} {name}> is inline" for name in given if name.startswith("on") or name == "style"
        ]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.faults.append(f"<{tag}> is inline")
        if tag == "img" and "alt" not in given:
            self.faults.append("<img> without alt")
        self._note_addresses(tag, given)
        self._note_fields(tag, given)
        if tag == "html":
            self.lang = given.get("lang", "")
        if "id" in given:
            self.ids.append(given["id"])
        if tag not in _VOID:
            self._open.append(tag)
        if tag in self.texts and "svg" not in self._open:
            self.texts[tag].append("")

    def _note_addresses(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
            return
        for name in _ADDRESSES:
            if name in given:
                (self.links if tag == "a" else self.assets).append(given[name])
        if tag == "a" and given.get("target") == "_blank" and "noopener" not in given.get("rel", ""):
            self.faults.append("a link opens a window that can reach back")

    def _note_fields(self, tag: str, given: dict[str, str]) -> None:
        if tag == "label" and "for" in given:
            self._labelled.add(given["for"])
        if tag in ("input", "select", "textarea"):
            self._fields.append((tag, given, "label" in self._open))
        name = given.get("name", "")
        if tag == "input" and name and self.forms and self._is_sent(given):
            self.forms[-1].fields.append((name, given.get("value", "on" if "checked" in given else "")))
        elif tag == "select":
            self._select = (name, [])
        elif tag == "option" and self._select:
            self._select[1].append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self._textarea = name
            if self.forms:
                self.forms[-1].fields.append((name, ""))

    @staticmethod
    def _is_sent(given: dict[str, str]) -> bool:
        kind = given.get("type", "text")
        return kind not in ("submit", "button", "reset") and (
            kind not in ("checkbox", "radio") or "checked" in given
        )

    def handle_endtag(self, tag: str) -> None:
        """Note what ends here."""
        if tag in _VOID or tag not in self._open:
            self.faults.append(f"</{tag}> ends nothing")
            return
        while (opened := self._open.pop()) != tag:
            if opened not in _OPTIONAL_END:
                self.faults.append(f"<{opened}> is not closed before </{tag}>")
        if tag == "select" and self._select and self.forms:
            name, options = self._select
            chosen = [value for value, selected in options if selected] or [v for v, _ in options[:1]]
            self.forms[-1].fields += [(name, value) for value in chosen]
            self._select = None
        if tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        """Note text of titles, headings and text fields."""
        if self._textarea is not None and self.forms:
            name, before = self.forms[-1].fields[-1]
            self.forms[-1].fields[-1] = (name, before + data)
        for tag in self.texts:
            if tag in self._open and "svg" not in self._open:
                self.texts[tag][-1] += data

    def _conclude(self) -> None:
        self.faults += [f"<{tag}> is not closed" for tag in self._open if tag not in _OPTIONAL_END]
        self.faults += [f"the id {name} is there {n} times" for name, n in Counter(self.ids).items() if n > 1]
        for tag, given, within in self._fields:
            named = within or given.get("id") in self._labelled or "aria-label" in given
            if given.get("type") not in _NEED_NO_LABEL and not named:
                self.faults.append(f"<{tag} name={given.get('name')}> has no label")
        for target in self.links:
            path, fragment = urldefrag(target)
            if fragment and not path and fragment not in self.ids:
                self.faults.append(f"{target} is not there")
