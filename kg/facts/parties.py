"""Who gives and who gets in a clause about money.

A preposition decides ("von der Sparkasse", "an die Stadt"), else case and the clause's verb; a clause without
a verb of its own goes on with the one before ("die Vereinte Volksbank mit 5.000 Euro"). A giver who cannot be
named ("das Land", where the release names none) is a `Named` without a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.amounts import AmountSpan
from kg.document import Document
from kg.facts.clauses import Clause, has_verb, told_of
from kg.facts.money import entry_at, gives, land, money_words, says, words_of
from kg.facts.party_cases import (
    AT,
    DETERMINERS,
    GIVEN_BY,
    OF,
    OTHERS,
    PREPOSITIONS,
    TO,
    after_money,
    governor,
    of_a_noun,
    of_an_application,
    of_person,
    of_programme,
)
from kg.facts.party_names import by_noun, home_state, is_body, is_state, nobody, party, state
from kg.facts.unknown_parties import giver_by_preposition, unknown_giver, unknown_receiver
from kg.mentions import Named


@dataclass(slots=True)
class _Said:
    """What a clause says as a whole: who acts by its verb (`mode`), whether it is a passive, its status.

    `own` is what its own verb says, `granted` tells of relative clauses about a grant, `antecedent` is
    where the parties of a relative clause begin.
    """

    mode: str
    own: str
    passive: bool
    status: str | None
    antecedent: int
    granted: Mapping[int, bool]


def assign(doc: Document, clause: Clause, mode: str, status: str | None = None) -> str:
    """Sort the organisations of a clause; returns what its verb says, for a clause without one."""
    told_of(doc, clause)
    own = _mode(doc, clause)
    given = not own and mode == "given"  # "… wird mit 9.000 Euro gefördert, Hof mit 8.000"
    mode = own or ("gives" if given else mode)
    passive = given or (mode == "gives" and _passive(doc, clause))
    clause.beside = _relative_clauses(doc, clause)
    antecedent, limit = _antecedent(doc, clause)
    said = _Said(mode, own, passive, status, antecedent, _relatives_of_grants(doc, clause))
    lead = _lead(doc, clause)
    sides: dict[str, list[Named]] = {
        "giver": clause.givers, "receiver": clause.receivers, "fund": [], "agent": [], "via": [], "": [],
    }  # fmt: skip
    if antecedent > clause.first and party(doc, antecedent) is None:
        sides["giver" if mode == "gives" else "receiver"].append(by_noun(doc, antecedent))
    joined = ""
    for i in range(antecedent, limit):
        if (i in clause.beside and i not in said.granted) or i < lead:
            continue
        org = party(doc, i) or (by_noun(doc, i) if is_body(doc, i) else None)
        if org is None or _begins_another(doc, clause, i) or _explains(doc, i):
            continue
        if not (joined and _is_joined(doc, i)):
            side = _side(doc, clause, i, org, said)
            joined = side if side in ("giver", "receiver") and i not in said.granted else ""
        sides[joined or side].append(org)
    clause.givers += sides["agent"] if not clause.givers else []  # "der Aufbau durch X wird von Y gefördert"
    clause.via = sides["via"][-1] if sides["via"] else clause.via
    _complete(doc, clause, said, sides["fund"], lead)
    return "given" if passive else mode


def _side(doc: Document, clause: Clause, i: int, org: Named, said: _Said) -> str:
    """giver, receiver, fund (a giver where nobody else is), agent ("durch"), via, or "" for none."""
    before, mode = governor(doc, i), said.mode
    if i in said.granted and before not in (*GIVEN_BY, *OTHERS, *TO, "dative"):
        return "giver" if said.granted[i] else "receiver"
    if said.antecedent > clause.first and i == said.antecedent:
        return "giver" if mode == "gives" else "receiver"
    if org.rule == "fund-by-name":
        return "fund"
    if before in GIVEN_BY:
        attribute = mode == "gives" and not said.passive and said.own and of_a_noun(doc, i)
        agent = "agent" if before in ("durch", "seitens") else "giver"
        return "" if attribute or of_person(doc, i) else agent
    if doc.outer.words(i - 1, i) == ":" and doc.outer.words(i - 2, i - 1).lower() in words_of("Donors"):
        return "giver"  # "Fördergeber: Land Hessen"
    if before in OF:
        return _of_whom(doc, clause, i, said)
    if before in (*AT, "auf", "über") or before in TO:
        return _by_preposition(clause, org, before, said)
    if i + 1 < clause.last and doc.outer.words(i + 1, i + 2) == ":":
        return "giver" if is_state(org) or mode == "gives" else "receiver"
    if before == "relative" and mode == "gives" and _with_the_figure(doc, clause, i):
        return "receiver" if said.passive else "giver"
    if before in OTHERS or before == "relative":
        return ""
    if mode == "gets" and is_state(org) and not has_verb(clause) and "Grant" in clause.classes:
        return ""  # "Drittmittel (EU, Bund): 8 Mio. Euro"
    if before == "dative" or mode == "gets":
        return "receiver"
    return _subject_or_object(doc, clause, i, before, said) if mode == "gives" else ""


def _of_whom(doc: Document, clause: Clause, i: int, said: _Said) -> str:
    """The side of a genitive: "der Antrag der Stadt", "der Zuschuss des Landes"."""
    if of_an_application(doc, i) and said.status is None:
        return "receiver"
    if after_money(doc, clause, i):
        return "fund" if of_programme(doc, clause, i) else "giver"
    return ""


def _by_preposition(clause: Clause, org: Named, before: str, said: _Said) -> str:
    """The side of a name behind "bei", "auf", "über" or "an"."""
    if before in AT:
        return "giver" if said.status == "applied" else ""
    if before == "über":
        return "via"
    if before in TO:
        return "receiver"
    if clause.amount is None and clause.share is not None:
        return "giver"  # "zehn Prozent entfallen auf die Stadt"
    if clause.classes & {"Gets", "RecipientVerb"}:
        return "giver" if is_state(org) else "receiver"
    return "receiver" if said.mode == "gets" and not has_verb(clause) else ""


def _subject_or_object(doc: Document, clause: Clause, i: int, before: str, said: _Said) -> str:
    """The side of a name without a preposition beside a verb of giving."""
    behind = bool(clause.givers) and _verb_between(doc, clause.givers[-1].end, i)
    if said.passive or behind or before == "accusative" or _is_english_object(doc, clause, i):
        return "receiver"
    subject = not _behind_figure(doc, clause, i) or _behind_verb(doc, i) or _right_behind(doc, clause, i)
    subject = subject or _is_participle_first(doc, clause)
    return "giver" if subject or says(doc, "Donors", clause.first, clause.last) else ""


def _is_participle_first(doc: Document, clause: Clause) -> bool:
    """True for "Bezahlt hat das zu 90 Prozent das Land": the subject stands behind all else."""
    said = doc.outer.words(clause.first + 1, clause.first + 2).lower() in ("hat", "haben", "hatte", "hatten")
    return said and bool(money_words(doc, clause.first, clause.first + 1) & {"Gives", "FunderVerb"})


def _complete(doc: Document, clause: Clause, said: _Said, funds: Sequence[Named], lead: int) -> None:
    """Add parties that the clause tells in other words, or that no rule knows."""
    mode, figure = said.mode, clause.figure
    if figure is not None and doc.text[figure.start :].startswith("je"):
        # "je zur Hälfte aus Mitteln des Landes und aus dem …"
        clause.givers = [*(clause.givers or _told_otherwise(doc, clause, mode)), *funds]
    if not clause.givers and mode == "gives" and (found := unknown_giver(doc, clause)) is not None:
        clause.givers.append(found)
    if not clause.givers and (found := giver_by_preposition(doc, clause, passive=said.passive)) is not None:
        clause.givers.append(found)
    if not clause.receivers and mode == "gets" and (found := unknown_receiver(doc, clause)) is not None:
        clause.receivers.append(found)
    if not clause.receivers and mode == "gives":
        clause.receivers += _of_the_lead(doc, clause, lead)
    if not clause.givers:
        whole = [f for f in funds if f.rule != "fund-by-name"]
        clause.givers += whole[:1] or list(funds[:1]) or _told_otherwise(doc, clause, mode)


def _is_english_object(doc: Document, clause: Clause, i: int) -> bool:
    """ "will provide the Netz gGmbH with a grant": in English who stands right behind the verb gets."""
    j = i - 1
    while j > clause.first and doc.outer.words(j, j + 1).lower() in ("the", "a", "an", "its"):
        j -= 1
    return gives(doc, j) and bool(_ENGLISH.match(doc.outer.words(j, j + 1).lower()))


_ENGLISH = re.compile(
    r"(?:provid|grant|award|giv|fund|support|financ|sponsor|subsidi|back|endow)(?:e|es|ed|s|ing|ize[sd]?)?$|gave$"
)


def _with_the_figure(doc: Document, clause: Clause, i: int) -> bool:
    """True for "…, das der Bund mit 11 Millionen Euro unterstützt": no comma parts it from the figure."""
    figure = clause.figure
    if figure is None or figure.start < doc.outer.starts[i]:
        return False
    return "," not in doc.text[doc.outer.ends[i] : figure.start]


def _is_joined(doc: Document, i: int) -> bool:
    """True for a name right behind another one and "und" or, in a list of towns, a comma."""
    before = doc.outer.words(i - 1, i).lower()
    value = doc.outer.values[i]
    listed = isinstance(value, Named) and value.rule == "town-in-list"
    return (before in ("und", "sowie", "and") or (listed and before == ",")) and party(doc, i - 2) is not None


def _explains(doc: Document, i: int) -> bool:
    """ "dem Markt Elsenfeld (Landkreis Miltenberg)": what is in brackets behind a name, without a figure."""
    if i < 2 or doc.outer.words(i - 1, i) != "(" or party(doc, i - 2) is None:
        return False
    closing = next(
        (j for j in range(i, min(i + 8, len(doc.outer.values))) if doc.outer.words(j, j + 1) == ")"), i
    )
    return not any(isinstance(v, AmountSpan) for v in doc.outer.values[i:closing])


def _lead(doc: Document, clause: Clause) -> int:
    """Behind the colon of "Freude in Hof: Der Bund gibt …", where nothing before it is said of money."""
    figure = clause.figure
    for i in range(clause.first, clause.last - 2):
        if doc.outer.values[i] is figure:
            break
        if doc.outer.words(i, i + 1) == ":":
            told = money_words(doc, clause.first, i) & _OF_MONEY or isinstance(
                doc.outer.values[i + 1], AmountSpan
            )
            later = money_words(doc, i + 1, clause.last) & {
                "FunderVerb",
                "Gives",
                "Gets",
                "RecipientVerb",
                "Comes",
            }
            return clause.first if told or not later else i
    return clause.first


_OF_MONEY = frozenset({"Grant", "FunderVerb", "RecipientVerb", "OwnShare", "Total", "Gives", "Gets", "Comes"})


def _of_the_lead(doc: Document, clause: Clause, lead: int) -> list[Named]:
    """The town or body before such a colon, which gets what is told behind it; a ministry tells it."""
    found = [
        org for i in range(clause.first, lead) if (org := party(doc, i)) is not None and not is_state(org)
    ]
    return found[-1:]


def _relatives_of_grants(doc: Document, clause: Clause) -> dict[int, bool]:
    """Units of relative clauses about the figure or a grant: True where the subject gives, else False.

    "ein Zuschuss von 9.000 Euro, den das Land gewährt"
    """
    found: dict[int, bool] = {}
    for i in range(clause.first + 1, clause.last - 3):
        if doc.outer.words(i, i + 1) != "," or doc.outer.words(i + 1, i + 2).lower() not in (
            "den",
            "die",
            "das",
        ):
            continue
        entry, figure = entry_at(doc, i - 1), clause.figure
        about = doc.outer.values[i - 1] is figure or (entry is not None and "Grant" in entry.classes)
        subject = i + 3 if doc.outer.words(i + 2, i + 3).lower() in _OBJECTS else i + 2
        if not about or doc.outer.words(subject, subject + 1).lower() not in DETERMINERS:
            continue
        stop = next(
            (
                k
                for k in range(i + 3, min(clause.last + 1, i + 30))
                if doc.outer.words(k, k + 1) in (",", ".", "")
            ),
            clause.last,
        )
        told = money_words(doc, i, stop)
        if told & {"FunderVerb", "Gives"}:
            found |= dict.fromkeys(range(i, stop), True)
        elif told & {"RecipientVerb", "Gets"}:
            found |= dict.fromkeys(range(i, stop), False)
    return found


_OBJECTS = frozenset({"uns", "ihm", "ihr", "ihnen", "us"})


def enumerated(doc: Document, parts: Sequence[Clause]) -> None:
    """Several names with a figure in brackets each ("die Städte Gera (5.000 Euro) und Jena (3.000 Euro)").

    All are what one of them is, givers or receivers; who gives to one gives to all.
    """
    named: list[tuple[Clause, Named]] = []
    for clause in parts:
        towns = not named or named[0][1].type == "municipality"
        if (org := _with_brackets(doc, clause, towns=towns)) is not None:
            named.append((clause, org))
    if len(named) < 2:
        return
    giving = any(g.start == org.start for clause, org in named for g in clause.givers)
    names = {org.name for _, org in named}
    others = [
        g for clause in parts for g in (clause.receivers if giving else clause.givers) if g.name not in names
    ]
    for clause, org in named:
        clause.givers, clause.receivers = ([org], others) if giving else (others[:1], [org])


def _with_brackets(doc: Document, clause: Clause, *, towns: bool) -> Named | None:
    """The organisation right before a figure in brackets; behind a town any name is one."""
    figure = clause.figure
    i = next((i for i in range(clause.first, clause.last) if doc.outer.values[i] is figure), 0)
    if i < 2 or doc.outer.words(i - 1, i) != "(":
        return None
    found = party(doc, i - 2)
    if found is None and "OrgNoun" in doc.outer.alphabet.of(doc.outer.letters[i - 2]):
        return by_noun(doc, i - 2)
    if found is None and towns and {"Name", "City"} & doc.outer.alphabet.of(doc.outer.letters[i - 2]):
        name = doc.outer.words(i - 2, i - 1)
        return Named("organization", name, *doc.outer.slice(i - 2, i - 1), "town-in-list", "municipality")
    return found


_PRONOUNS = frozenset(
    {"der", "die", "das", "dem", "den", "denen", "deren", "dessen", "welche", "welches", "which"}
)
_INSIDE = DETERMINERS | {"sich", "es", "er", "sie", "man", "bereits", "noch", "schon", "auch", "derzeit"}


def _is_verb(doc: Document, i: int) -> bool:
    return bool(re.fullmatch(r"[a-zäöüß]+[ten]", doc.outer.words(i, i + 1)))


def _relative_clauses(doc: Document, clause: Clause) -> frozenset[int]:
    """Units in relative clauses without the figure: their organisations give and get nothing.

    ", an dem sich Hamm und Moers beteiligen," lasts to the comma behind its verb.
    """
    words = [doc.outer.words(i, i + 1).lower() for i in range(clause.first, clause.last + 2)]
    inside: set[int] = set()
    for at, word in enumerate(words[:-4]):
        if word != ",":
            continue
        prepositional = words[at + 1] in PREPOSITIONS or words[at + 1] in ("zu", "unter")
        pronoun = at + 2 if prepositional else at + 1
        if words[pronoun] not in _PRONOUNS or not (prepositional or words[pronoun + 1] in _INSIDE):
            continue
        commas = (k for k in range(pronoun + 2, min(len(words) - 2, pronoun + 60)) if words[k] == ",")
        stop = next((k for k in commas if _is_verb(doc, clause.first + k - 1)), 0)
        ending = clause.last - 1
        while ending > clause.first and not doc.outer.words(ending, ending + 1)[:1].isalpha():
            ending -= 1
        if not stop and _is_verb(doc, ending) and not gives(doc, ending):
            stop = ending + 1 - clause.first
        span = range(clause.first + at, clause.first + stop)
        if stop and not any(isinstance(doc.outer.values[k], AmountSpan) for k in span):
            inside.update(span)
    return frozenset(inside)


def _mode(doc: Document, clause: Clause) -> str:
    """gives, gets or comes by the clause's verb; "" where it has none."""
    classes = clause.classes
    strong = classes & {"FunderVerb", "Gives"}
    if says(doc, "Splits", clause.first, clause.last) and not strong:
        return "gives"
    got = "RecipientVerb" in classes or _finances_itself(doc, clause)
    if got or ("Gets" in classes and not strong):
        return "gets"
    if "Comes" in classes and not strong:
        return "comes"
    if not strong and "Gets" not in classes and "Grant" in classes:
        if says(doc, "GivesGrants", clause.first, clause.last):
            return "gives"
        if says(doc, "GetsGrants", clause.first, clause.last):
            return "gets"
    if says(doc, "Donors", clause.first, clause.last) and says(doc, "Copulas", clause.first, clause.last):
        return "gives"
    return "gives" if strong else "gets" if "Gets" in classes else ""


def _told_otherwise(doc: Document, clause: Clause, mode: str) -> list[Named]:
    """Givers by other words: "der Eigenanteil", "der Stadtrat bewilligt", "Bundesmittel", a minister."""
    if says(doc, "OwnMoney", clause.first, clause.last):
        if _of_others(doc, clause):
            return [nobody(doc, clause.first)]
        own = clause.receivers[:1] or ([doc.own] if doc.own is not None else [])
        clause.receivers = []
        return [replace(own[0], reference=True)] if own else [nobody(doc, clause.first)]
    for i in range(clause.first, clause.last):
        word, entry = doc.outer.words(i, i + 1), entry_at(doc, i)
        if entry is not None and "Grant" in entry.classes and word.lower() != "landkreis":
            for prefix, name in (
                ("Bundes", "Bund"),
                ("EU-", "Europäische Union"),
                ("Landes", home_state(doc)),
            ):
                if word.startswith(prefix):
                    return [Named("organization", name, *doc.outer.slice(i, i + 1), "compound", "state")]
        value = doc.outer.values[i]
        if mode == "gives" and isinstance(value, Named) and value.kind == "role" and _is_minister(value):
            before = entry_at(doc, i - 1) if i else None
            if before is not None and "State" in doc.outer.alphabet.of(doc.outer.letters[i - 1]):
                return [state(doc, i - 1, land(before.label))]
            publisher = doc.publisher
            if publisher is not None and publisher.type == "ministry":
                return [replace(publisher, start=value.start, end=value.end, reference=True)]
            return [nobody(doc, i)]
    return []


def _of_others(doc: Document, clause: Clause) -> bool:
    """ "der Eigenanteil der beteiligten Kommunen": of nobody by name."""
    for i in range(clause.first, clause.last - 1):
        entry = entry_at(doc, i)
        if entry is not None and "OwnShare" in entry.classes:
            return doc.outer.words(i + 1, i + 2).lower() in ("der", "des", "von")
    return False


def _is_minister(role: Named) -> bool:
    return role.parts.get("canonical", "").lower().endswith(("minister", "ministerpräsident", "senator"))


# -- how it stands in its clause ----------------------------------------------------------------------


def _antecedent(doc: Document, clause: Clause) -> tuple[int, int]:
    """Where a clause's parties begin and end: "A, B und C, die ein Viertel gibt, und D" tells of C alone."""
    figure, whole = clause.figure, (clause.first, clause.last)
    at = next((i for i in range(clause.first, clause.last) if doc.outer.values[i] is figure), clause.first)
    for comma in range(at - 1, max(clause.first, at - 6), -1):
        if doc.outer.words(comma, comma + 1) != "," or doc.outer.words(comma + 1, comma + 2) not in _PRONOUNS:
            continue
        if any(party(doc, i) is not None for i in range(comma + 1, at)):
            return whole
        commas = (k for k in range(at + 1, clause.last) if doc.outer.words(k, k + 1) == ",")
        limit = next((k for k in commas if _is_verb(doc, k - 1)), clause.last)
        if party(doc, comma - 1) is None and is_body(doc, comma - 1):
            return comma - 1, limit
        first = next((i for i in range(comma - 1, clause.first, -1) if party(doc, i)), clause.first)
        return first, limit if first > clause.first else clause.last
    return whole


def _begins_another(doc: Document, clause: Clause, i: int) -> bool:
    """True for the subject of a further main clause: "… mit 40.000 Euro, die Hochschule stellt …"."""
    if not _behind_figure(doc, clause, i):
        return False
    begin = i
    while begin > clause.first and doc.outer.words(begin - 1, begin).lower() in DETERMINERS:
        begin -= 1
    verb = doc.outer.words(i + 1, i + 2)
    return (
        doc.outer.words(begin - 1, begin) == ","
        and verb.islower()
        and bool(re.fullmatch(r"[a-zäöüß]+(?:t|te|ten|en)", verb))
        and not gives(doc, i + 1)
        and verb not in PREPOSITIONS
    )


def _behind_figure(doc: Document, clause: Clause, i: int) -> bool:
    figure = clause.figure
    return figure is not None and doc.outer.starts[i] > figure.start


def _right_behind(doc: Document, clause: Clause, i: int) -> bool:
    """ "…, 8.000 Euro die Stiftung": a giver right behind its figure, in a clause without a verb."""
    figure = clause.figure
    if figure is None or has_verb(clause):
        return False
    between = doc.text[figure.end : doc.outer.starts[i]].lower().split()
    return bool(between) and all(word in DETERMINERS for word in between)


def _verb_between(doc: Document, offset: int, i: int) -> bool:
    """True where a verb of giving stands between a giver and a name: the name is its object."""
    return any(gives(doc, j) for j in range(bisect_left(doc.outer.starts, offset), i))


def _behind_verb(doc: Document, i: int, reach: int = 8) -> bool:
    """True for a subject right behind its verb ("… gibt die Stiftung", "hat der Senat …")."""
    for j in range(i - 1, max(-1, i - 4), -1):
        word = doc.outer.words(j, j + 1).lower()
        if gives(doc, j) or word in words_of("Auxiliaries") or word == "sich":
            return True
        if word not in DETERMINERS and "Adj" not in doc.outer.alphabet.of(doc.outer.letters[j]):
            return _in_list(doc, j, reach)
    return False


def _in_list(doc: Document, j: int, reach: int) -> bool:
    """ "tragen die Stadt und der Landkreis": what an "und" joins to a subject behind its verb."""
    if doc.outer.words(j, j + 1).lower() not in ("und", "sowie", ",") or j == 0 or reach == 0:
        return False
    return party(doc, j - 1) is not None and _behind_verb(doc, j - 1, reach - 1)


def _finances_itself(doc: Document, clause: Clause) -> bool:
    """ "finanziert sich": the subject is who gets."""
    words = doc.text[doc.outer.starts[clause.first] : doc.outer.ends[clause.last - 1]].lower()
    return bool(re.search(r"\b(?:finanziert|finanzieren)\s+sich\b", words))


_PARTICIPLE = re.compile(r"\b(?:\w+t|(?:\w+)?ge\w+en|übernommen|erhalten)\b")
_PASSIVE = re.compile(r"\b(?:wird|werden|wurden?|worden|was|were|been|being|is|are|be)\b", re.IGNORECASE)


_PERFECT = re.compile(r"\b(?:hat|haben|hatten?|has|have|had)\b", re.IGNORECASE)
_PERFECT_PASSIVE = re.compile(r"\b(?:worden|been)\b", re.IGNORECASE)


def _passive(doc: Document, clause: Clause) -> bool:
    """True for "wird … gefördert"; not for "wird … fördern"."""
    words = doc.text[doc.outer.starts[clause.first] : doc.outer.ends[clause.last - 1]]
    if not _PASSIVE.search(words) or (_PERFECT.search(words) and not _PERFECT_PASSIVE.search(words)):
        return False
    verbs = [doc.outer.words(j, j + 1) for j in range(clause.first, clause.last) if gives(doc, j)]
    return any(_PARTICIPLE.fullmatch(v.lower()) or v.endswith("ed") for v in verbs)
