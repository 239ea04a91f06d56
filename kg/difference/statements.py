"""What an entity is called or says, as part of a sentence: names, posts, days, grants, quotations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.difference.changes import Change, Difference
from kg.difference.matching import named, one
from kg.difference.reading import Said
from kg.difference.wording import REASONS, RELATIONS, Lang, noun, property_name, told
from kg.query import shown
from kg.query.rows import one_line
from kg.vocab import DCTERMS, ORG, RDF, SCHEMA, SG

_LONGEST = 80
"""Characters of a quotation that are told."""
NAMELESS = ("funding", "headcount", "quotation", "contact", "conflict", "history")
"""Kinds that have no name: what they say stands for it."""
_BOUNDS = ("startNotBefore", "startNotAfter", "endNotBefore", "endNotAfter")


class Statements:
    """Puts what is said of entities into words of one language, with the names of a difference."""

    def __init__(self, difference: Difference, lang: Lang) -> None:
        self._difference, self.lang = difference, lang

    def name(self, iri: str) -> str:
        """What an entity is called; its IRI where it has no name."""
        return one_line(self._difference.name(iri, self.lang) or shown(NamedNode(iri)))

    def value(self, term: Any) -> str:
        """A term: the name of what it names, else its text."""
        if isinstance(term, NamedNode):
            return self.name(term.value)
        return one_line(term.value if isinstance(term, Literal) else str(term))

    def values(self, terms: Iterable[Any]) -> str:
        """Several terms, sorted."""
        return "; ".join(sorted(map(self.value, terms)))

    def what(self, change: Change, said: Said) -> str:
        """What a change speaks of, as the subject of a sentence."""
        if change.kind == "tenure":
            return told("as", self.lang, person=self._of(said, ORG["member"]), post=self.post(said))
        if change.kind in NAMELESS:
            own = noun(change.kind, self.lang).capitalize()
            if change.kind == "contact":
                statement = ", ".join([self._who(said), *self._ways(said)[:1]])
            elif change.kind == "quotation":
                statement = self._words(said)
            elif change.kind == "history":
                return self._relation(said)
            else:
                statement = self.statement(change.kind, said)
            return told("quoted", self.lang, noun=own, statement=statement)
        return self.name(change.iri)

    def described(self, change: Change, said: Said) -> str:
        """An entity with its kind and what tells it from others, at the beginning of a sentence."""
        called = f"{noun(change.kind, self.lang, article=True)} {self.name(change.iri)}"
        more = []
        if change.kind == "event":
            more = [self._period(said, "startLabel", "endLabel"), self._of(said, SG["placeName"])]
        elif change.kind == "release":
            more = [self._of(said, SG["issuedLabel"])]
        details = ", ".join(filter(None, more))
        return called[0].upper() + called[1:] + (f" ({details})" if details else "")

    # -- tenures -------------------------------------------------------------------------------------------

    def person(self, said: Said) -> str:
        """Who holds a tenure."""
        return self._of(said, ORG["member"])

    def post(self, said: Said) -> str:
        """The role of a tenure, with the organization where there is one."""
        role, organization = self._of(said, ORG["role"]), self._of(said, ORG["organization"])
        post = told("post", self.lang, role=role, organization=organization) if organization else role
        return told("acting", self.lang, post=post) if one(said, SG["tenureKind"].value) == "acting" else post

    def when(self, said: Said) -> str:
        """The days for which a tenure is attested or announced."""
        first, last = (one(said, SG[name].value) for name in ("firstAttested", "lastAttested"))
        if first and last:
            key = "on" if first == last else "from to"
            return told(key, self.lang, day=first, first=first, last=last)
        announced = one(said, SG["announcedStart"].value)
        return told("from", self.lang, day=announced) if announced else told("no day", self.lang)

    def bounds(self, said: Said) -> str:
        """The bounds of a tenure, in brackets; "" where there are none."""
        told_ = [
            f"{property_name(SG[name].value, self.lang)} {day}"
            for name in _BOUNDS
            if (day := one(said, SG[name].value))
        ]
        return f" ({', '.join(told_)})" if told_ else ""

    # -- what has no name ----------------------------------------------------------------------------------

    def statement(self, kind: str, said: Said) -> str:
        """What an entity without a name says."""
        return {
            "funding": self._funding,
            "headcount": self._headcount,
            "quotation": self._quotation,
            "contact": self._contact,
            "conflict": self._conflict,
            "history": self._history,
        }[kind](said)

    def _funding(self, said: Said) -> str:
        recipient, funder = self._of(said, SG["recipient"]), self._of(said, SG["funder"])
        money = self._sum(said)
        if recipient:
            key = f"{'receives' if money else 'is funded'}{'' if not funder else ' from' if money else ' by'}"
        elif funder:
            key = "gives" if money else "funds"
        else:
            key = "funding"
        money = money or noun("funding", self.lang)
        text = told(key, self.lang, recipient=recipient, funder=funder, sum=money)
        more = [
            *(told("via", self.lang, name=name) for name in [self._of(said, SG["channel"])] if name),
            *(told("programme", self.lang, name=name) for name in [self._of(said, SG["programme"])] if name),
            self._period(said, "periodStartLabel", "periodEndLabel"),
            self._of(said, SG["purpose"]),
            self._of(said, SG["status"]),
        ]
        details = ", ".join(filter(None, more))
        return f"{text} ({details})" if details else text

    def _sum(self, said: Said) -> str:
        amount, share = self._of(said, SG["amount"]), self._of(said, SG["share"])
        parts = [f"{self._about(said)}{amount} {self._of(said, SG['currency'])}".rstrip()] if amount else []
        parts += [told("share", self.lang, share=share)] if share else []
        return told("and", self.lang).join(parts)

    def _about(self, said: Said) -> str:
        qualifier = self._of(said, SG["qualifier"])
        return told(qualifier, self.lang) if qualifier in ("min", "max", "about") else ""

    def _headcount(self, said: Said) -> str:
        return told(
            "headcount",
            self.lang,
            organization=self._of(said, SG["organization"]),
            value=self._about(said) + self._of(said, SG["value"]),
            on=self._in_brackets(self._of(said, SG["onLabel"])),
        )

    def _quotation(self, said: Said) -> str:
        return told(
            "quotation",
            self.lang,
            speaker=self._of(said, SG["speaker"]) or told("somebody", self.lang),
            text=self._words(said),
            on=self._in_brackets(self._of(said, DCTERMS["date"])),
        )

    def _words(self, said: Said) -> str:
        words = self._of(said, SCHEMA["text"])
        return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"

    def _contact(self, said: Said) -> str:
        return told("contact", self.lang, who=self._who(said), ways=", ".join(self._ways(said)) or "–")

    def _who(self, said: Said) -> str:
        who = [self._of(said, SG["person"]), self._of(said, SG["organization"])]
        return ", ".join(filter(None, who)) or told("somebody", self.lang)

    def _ways(self, said: Said) -> list[str]:
        ways = (SCHEMA["email"], SCHEMA["telephone"], SG["addressText"])
        return [text for way in ways if (text := self._of(said, way))]

    def _history(self, said: Said) -> str:
        if not one(said, SG["firstAttested"].value):
            return self._relation(said)
        return told("when", self.lang, what=self._relation(said), when=self.when(said))

    def _relation(self, said: Said) -> str:
        predicate = named(said, RDF["predicate"].value) or ""
        key = predicate.rpartition("/")[2].rpartition("#")[2]
        return told(
            key if key in RELATIONS else "relation",
            self.lang,
            subject=self._of(said, RDF["subject"]),
            object=self._of(said, RDF["object"]),
            property=property_name(predicate, self.lang) if predicate else "",
            programme=self._in_brackets(self._of(said, SG["programme"])),
        )

    def _conflict(self, said: Said) -> str:
        text = told(
            "conflict",
            self.lang,
            entity=self._of(said, SG["entity"]),
            property=self._property(said),
            value1=self._of(said, SG["value1"]),
            value2=self._of(said, SG["value2"]),
        )
        followed, because = self._of(said, SG["followed"]), self._of(said, SG["followedBecause"])
        if not followed:
            return text
        why = told(f"because {because}", self.lang) if because in REASONS else because
        return told("followed", self.lang, conflict=text, value=followed, because=why)

    def _property(self, said: Said) -> str:
        iri = named(said, SG["property"].value)
        return property_name(iri, self.lang) if iri else self._of(said, SG["property"])

    # -- pieces --------------------------------------------------------------------------------------------

    def _of(self, said: Said, predicate: NamedNode) -> str:
        return self.values(said.get(predicate.value, ()))

    def _period(self, said: Said, start: str, end: str) -> str:
        first, last = self._of(said, SG[start]), self._of(said, SG[end])
        if first and last and first != last:
            return told("period", self.lang, first=first, last=last)
        if last and not first:
            return told("ending", self.lang, last=last)
        return first

    @staticmethod
    def _in_brackets(text: str) -> str:
        return f" ({text})" if text else ""
