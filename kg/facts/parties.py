"""Who gives and who gets in a clause about money.

A preposition decides ("von der Sparkasse", "an die Stadt"), else case and the clause's verb; a clause without
a verb of its own goes on with the one before ("die Vereinte Volksbank mit 5.000 Euro"). A giver who cannot be
named ("das Land", where the release names none) is a `Named` without a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kg.amounts import AmountSpan
from kg.dates import DateSpan
from kg.document import Document
from kg.facts.clauses import Clause, told_of
from kg.facts.money import entry_at, gives, land, money_words, programme_words, says, words_of
from kg.lexicon import Entry
from kg.mentions import Named, clean

_GIVEN_BY = frozenset({"von", "vom", "durch", "seitens", "by", "from"})
_OF = frozenset({"des", "der", "of"})
_TO = frozenset({"an", "to", "für"})
_AT = frozenset({"bei", "beim"})
_OTHERS = frozenset(
    {"aus", "in", "im", "mit", "neben", "zur", "zum", "through", "zwischen", "gegen", "with", "auf", "über"}
    | _AT
)
_PREPOSITIONS = _GIVEN_BY | _TO | _OTHERS
_AND = ("und", "sowie", "and", ",")
_DETERMINERS = frozenset(
    {
        "der",
        "die",
        "das",
        "dem",
        "den",
        "des",
        "the",
        "ein",
        "eine",
        "einen",
        "beide",
        "beiden",
        "drei",
        "zwei",
    }
)


def assign(doc: Document, clause: Clause, mode: str, status: str | None = None) -> str:
    """Sort the organisations of a clause; returns what its verb says, for a clause without one."""
    told_of(doc, clause)
    own = _mode(doc, clause)
    given = not own and mode == "given"  # "… wird mit 9.000 Euro gefördert, Hof mit 8.000"
    mode = own or ("gives" if given else mode)
    passive = given or (mode == "gives" and _passive(doc, clause))
    funds: list[Named] = []
    agents: list[Named] = []
    clause.beside = _relative_clauses(doc, clause)
    antecedent, limit = _antecedent(doc, clause)
    joined: list[Named] | None = None
    if antecedent > clause.first and party(doc, antecedent) is None:
        (clause.givers if mode == "gives" else clause.receivers).append(_by_noun(doc, antecedent))
    lead, granted = _lead(doc, clause), _relatives_of_grants(doc, clause)
    for i in range(antecedent, limit):
        if (i in clause.beside and i not in granted) or i < lead:
            continue
        org = party(doc, i) or (_by_noun(doc, i) if _is_body(doc, i) else None)
        if org is None:
            continue
        before = _before(doc, i)
        if _begins_another(doc, clause, i) or _explains(doc, i):
            continue
        if joined is not None and _is_joined(doc, i):
            joined.append(org)
            continue
        sizes = len(clause.givers), len(clause.receivers)
        joined = None
        if i in granted and before not in (*_GIVEN_BY, *_OTHERS, *_TO, "dative"):
            (clause.givers if granted[i] else clause.receivers).append(org)
            continue
        if antecedent > clause.first and i == antecedent:
            (clause.givers if mode == "gives" else clause.receivers).append(org)
        elif org.rule == "fund-by-name":
            funds.append(org)
        elif before in _GIVEN_BY:
            attribute = mode == "gives" and not passive and own and _of_a_noun(doc, i)
            if not _of_person(doc, i) and not attribute:
                (agents if before in ("durch", "seitens") else clause.givers).append(org)
        elif doc.outer.words(i - 1, i) == ":" and doc.outer.words(i - 2, i - 1).lower() in words_of("Donors"):
            clause.givers.append(org)  # "Fördergeber: Land Hessen"
        elif before in _OF:
            if _of_an_application(doc, i) and status is None:
                clause.receivers.append(org)
            elif _after_money(doc, clause, i):
                (funds if _of_programme(doc, clause, i) else clause.givers).append(org)
        elif before in _AT:
            if status == "applied":
                clause.givers.append(org)
        elif before == "auf" and clause.amount is None and clause.share is not None:
            clause.givers.append(org)  # "zehn Prozent entfallen auf die Stadt"
        elif before == "auf" and clause.classes & {"Gets", "RecipientVerb"}:
            (clause.givers if _is_state(org) else clause.receivers).append(org)
        elif before == "auf" and mode == "gets" and not _has_verb(clause):
            clause.receivers.append(org)
        elif before == "über":
            clause.via = org
        elif before in _TO:
            clause.receivers.append(org)
        elif i + 1 < clause.last and doc.outer.words(i + 1, i + 2) == ":":
            (clause.givers if _is_state(org) else clause.receivers).append(org)
        elif before == "relative" and mode == "gives" and _with_the_figure(doc, clause, i):
            (clause.receivers if passive else clause.givers).append(org)
        elif before in _OTHERS or before == "relative":
            continue
        elif mode == "gets" and _is_state(org) and not _has_verb(clause) and "Grant" in clause.classes:
            continue  # "Drittmittel (EU, Bund): 8 Mio. Euro"
        elif before == "dative" or mode == "gets":
            clause.receivers.append(org)
        elif mode == "gives":
            behind = bool(clause.givers) and _verb_between(doc, clause.givers[-1].end, i)
            if passive or behind or before == "accusative" or _is_english_object(doc, clause, i):
                clause.receivers.append(org)
            elif (
                not _behind_figure(doc, clause, i)
                or _behind_verb(doc, i)
                or _right_behind(doc, clause, i)
                or says(doc, "Donors", clause.first, clause.last)
            ):
                clause.givers.append(org)
        if len(clause.givers) > sizes[0]:
            joined = clause.givers
        elif len(clause.receivers) > sizes[1]:
            joined = clause.receivers
    clause.givers += agents if not clause.givers else []  # "der Aufbau durch X wird von Y gefördert"
    if clause.figure is not None and doc.text[clause.figure.start :].startswith("je"):
        clause.givers = [
            *(clause.givers or _told_otherwise(doc, clause, mode)),
            *funds,
        ]  # "je zur Hälfte aus Mitteln des Landes und aus dem …"
    if not clause.givers and mode == "gives" and (found := _unknown_giver(doc, clause)) is not None:
        clause.givers.append(found)
    if not clause.givers and (found := _giver_by_preposition(doc, clause, passive=passive)) is not None:
        clause.givers.append(found)
    if not clause.receivers and mode == "gets" and (found := _unknown_receiver(doc, clause)) is not None:
        clause.receivers.append(found)
    if not clause.receivers and mode == "gives":
        clause.receivers += _of_the_lead(doc, clause, lead)
    if not clause.givers:
        whole = [f for f in funds if f.rule != "fund-by-name"]
        clause.givers += whole[:1] or funds[:1] or _told_otherwise(doc, clause, mode)
    return "given" if passive else mode


def _is_english_object(doc: Document, clause: Clause, i: int) -> bool:
    """ "will provide the Netz gGmbH with a grant": in English who stands right behind the verb gets."""
    j = i - 1
    while j > clause.first and doc.outer.words(j, j + 1).lower() in ("the", "a", "an", "its"):
        j -= 1
    return gives(doc, j) and bool(_ENGLISH.match(doc.outer.words(j, j + 1).lower()))


_ENGLISH = re.compile(
    r"(?:provid|grant|award|giv|fund|support|financ|sponsor|subsidi|back|endow)(?:e|es|ed|s|ing|ize[sd]?)?$|gave$"
)


def _of_a_noun(doc: Document, i: int) -> bool:
    """True for "die Gesellschaft von Stadt und Kreis gibt": what stands right behind a noun is no agent."""
    j = i - 1
    while j > 0 and doc.outer.words(j, j + 1).lower() not in ("von", "vom"):
        j -= 1
    word, entry = doc.outer.words(j - 1, j), entry_at(doc, j - 1) if j else None
    money = isinstance(doc.outer.values[j - 1], AmountSpan) or (
        entry is not None and "Grant" in entry.classes
    )
    return word[:1].isupper() and not money


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
        org for i in range(clause.first, lead) if (org := party(doc, i)) is not None and not _is_state(org)
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
        if not about or doc.outer.words(subject, subject + 1).lower() not in _DETERMINERS:
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
_BODY_AT_END = re.compile(
    r"[\w-]*(?:stiftung|vereine?|klub|club|lions|rotary|kasse|bank|fonds|kammer|verband|verbund|bund|union|werke?"
    r"|gesellschaft|ministerium|kanzlei|agentur|initiative|netzwerk|konzern|genossenschaft|versicherung|kirche"
    r"|universität|hochschule|institut|förderer|freundeskreis|foundation|trust|commission|kommission|bürgschaft)s?",
    re.IGNORECASE,
)


def _giver_by_preposition(doc: Document, clause: Clause, *, passive: bool) -> Named | None:
    """A giver behind "von" or "vom" that no rule knows for an organisation: "3.000 Euro vom Lions Club"."""
    if clause.amount is None or not (
        passive or clause.classes & {"Gets", "RecipientVerb", "Comes", "Grant"} or not _has_verb(clause)
    ):
        return None
    for i in range(clause.first, clause.last - 1):
        if doc.outer.words(i, i + 1).lower() not in ("von", "vom") or i in clause.beside:
            continue
        begin = i + 1
        while doc.outer.words(begin, begin + 1).lower() in _DETERMINERS:
            begin += 1
        end = _end_of_name(doc, begin, clause.last)
        if isinstance(doc.outer.values[i - 1], Named) or any(party(doc, k) for k in range(begin, end)):
            continue
        words = doc.outer.words(begin, end).split()
        coded = {"Mixed", "Caps"} & {
            c for k in range(begin, end) for c in doc.outer.alphabet.of(doc.outer.letters[k])
        }
        site = _SITE.fullmatch(doc.outer.words(begin, begin + 1))
        if end > begin and (coded or site or any(_BODY_AT_END.fullmatch(word) for word in words)):
            span = doc.outer.slice(begin, end)
            return Named(
                "organization", clean(doc.text[slice(*span)]), *span, "giver-by-preposition", "other"
            )
    return None


_SITE = re.compile(r"[A-ZÄÖÜ][\w-]+\.(?:org|de|com|eu|net|io)")
_INSIDE_NAMES = frozenset({"der", "des", "für", "und", "das", "die", "of", "for", "the"})


def _end_of_name(doc: Document, begin: int, last: int) -> int:
    """Behind the last capitalised word of a name that begins at a unit: "Verein der Freunde und Förderer"."""
    end = j = begin
    while j < min(last, begin + 9):
        word, value = doc.outer.words(j, j + 1), doc.outer.values[j]
        if isinstance(value, AmountSpan | DateSpan) or (
            isinstance(value, Named) and value.kind != "organization"
        ):
            break
        if word[:1].isupper() or (j == begin and re.fullmatch(r"[A-ZÄÖÜ]?[a-zäöü-]+(?:en|er|e)", word)):
            j += 1
            end = j if word[:1].isupper() else end
        elif word.lower() in _INSIDE_NAMES and end > begin:
            j += 1
        else:
            break
    return end


def _unknown_receiver(doc: Document, clause: Clause) -> Named | None:
    """A town that no rule knows, right before its figure: "nach Thum (1,9 Mio. Euro)", "auf Hof 655.000"."""
    at = next((i for i in range(clause.first, clause.last) if doc.outer.values[i] is clause.figure), 0)
    i = at - 2 if doc.outer.words(at - 1, at) == "(" else at - 1
    if i < 1 or doc.outer.words(i - 1, i).lower() not in ("nach", "an", "auf", "to"):
        return None
    if not {"Name", "City", "Abstract"} & doc.outer.alphabet.of(doc.outer.letters[i]):
        return None
    return Named(
        "organization",
        doc.outer.words(i, i + 1),
        *doc.outer.slice(i, i + 1),
        "town-before-figure",
        "municipality",
    )


def _unknown_giver(doc: Document, clause: Clause) -> Named | None:
    """A giver that no rule knows for an organisation: ", der BITKOM mit weiteren 40.000 Euro"."""
    i = clause.first
    while i < clause.last - 1 and doc.outer.words(i, i + 1).lower() in (*_AND, *_DETERMINERS, "", "auch"):
        i += 1
    if (name := _between(doc, clause, i)) is not None:
        return name
    classes = doc.outer.alphabet.of(doc.outer.letters[i])
    named = classes & {"Caps", "Mixed"} or _is_body(doc, i)
    if not named or party(doc, i) is not None or i == clause.first:
        return None
    gives_next = gives(doc, i + 1) or doc.outer.words(i + 1, i + 2).lower() == "mit"
    return _by_noun(doc, i) if gives_next else None


def _between(doc: Document, clause: Clause, i: int) -> Named | None:
    """ ", der Lions Club 2.500 Euro": what stands between an article and a further figure."""
    figure, last = clause.figure, i
    while last < min(clause.last, i + 4) and doc.outer.words(last, last + 1)[:1].isupper():
        if doc.outer.values[last] is figure or party(doc, last) is not None:
            break
        last += 1
    article = doc.outer.words(i - 1, i) if i else ""
    opens = doc.outer.words(clause.first, clause.first + 1).lower() in _AND
    if last == i or article not in ("der", "die", "das") or not opens or doc.outer.values[last] is not figure:
        return None
    classes = {c for k in range(i, last) for c in doc.outer.alphabet.of(doc.outer.letters[k])}
    entries = {c for k in range(i, last) if (e := entry_at(doc, k)) is not None for c in e.classes}
    if (
        entries & {"Grant", "Total", "OwnShare", "ProjectWord", "ProgrammeWord", "Role"}
        or "RolePhrase" in classes
    ):
        return None
    span = doc.outer.slice(i, last)
    return Named("organization", clean(doc.text[slice(*span)]), *span, "name-before-figure", "other")


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
        return _by_noun(doc, i - 2)
    if found is None and towns and {"Name", "City"} & doc.outer.alphabet.of(doc.outer.letters[i - 2]):
        name = doc.outer.words(i - 2, i - 1)
        return Named("organization", name, *doc.outer.slice(i - 2, i - 1), "town-in-list", "municipality")
    return found


_PRONOUNS = frozenset(
    {"der", "die", "das", "dem", "den", "denen", "deren", "dessen", "welche", "welches", "which"}
)
_INSIDE = _DETERMINERS | {"sich", "es", "er", "sie", "man", "bereits", "noch", "schon", "auch", "derzeit"}


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
        prepositional = words[at + 1] in _PREPOSITIONS or words[at + 1] in ("zu", "unter")
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


def _has_verb(clause: Clause) -> bool:
    return bool(clause.classes & {"FunderVerb", "Gives", "Comes", "RecipientVerb", "Gets"})


def _told_otherwise(doc: Document, clause: Clause, mode: str) -> list[Named]:
    """Givers by other words: "der Eigenanteil", "der Stadtrat bewilligt", "Bundesmittel", a minister."""
    if says(doc, "OwnMoney", clause.first, clause.last):
        if _of_others(doc, clause):
            return [_nobody(doc, clause.first)]
        own = clause.receivers[:1] or ([doc.own] if doc.own is not None else [])
        clause.receivers = []
        return [replace(own[0], reference=True)] if own else [_nobody(doc, clause.first)]
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
                return [_state(doc, i - 1, land(before.label))]
            publisher = doc.publisher
            if publisher is not None and publisher.type == "ministry":
                return [replace(publisher, start=value.start, end=value.end, reference=True)]
            return [_nobody(doc, i)]
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


def _nobody(doc: Document, i: int) -> Named:
    return Named("organization", "", *doc.outer.slice(i, i + 1), "unnamed", reference=True)


def _is_state(org: Named) -> bool:
    return org.type in ("state", "ministry") or org.name in ("Bund", "Europäische Union", "")


# -- what a unit names ------------------------------------------------------------------------------


def party(doc: Document, i: int) -> Named | None:
    """The organisation that a unit names: also a land, a city that gives or gets, "der Bund", "die EU"."""
    value, classes = doc.outer.values[i], doc.outer.alphabet.of(doc.outer.letters[i])
    word = doc.outer.words(i, i + 1)
    of_district = word.lower() in words_of("DistrictCouncils")
    if of_district or word.lower() in words_of("Councils") or word.endswith(tuple(words_of("CouncilHeads"))):
        if doc.own is None or (of_district and doc.own.type != "district"):
            return _nobody(doc, i)
        return replace(doc.own, start=doc.outer.starts[i], end=doc.outer.ends[i], reference=True)
    if isinstance(value, Named) and value.kind == "organization":
        return full_name(doc, value)
    if not isinstance(value, Entry):
        return None
    if "State" in classes:
        if re.match(r"(?:University|State|Ministry|Chamber)", doc.outer.words(i + 1, i + 2)):
            return None  # "Saarland University"
        return _state(doc, i, land(value.label))
    if "KnownProgramme" in classes and (fund := _fund(doc, i, value)):
        return Named("organization", fund, *doc.outer.slice(i, i + 1), "fund-by-name", "fund", value)
    if word in ("Bund", "Bundes", "EU"):
        return _state(doc, i, "Europäische Union" if value.base == "EU" else "Bund")
    if word in ("Land", "Landes", "Freistaat", "Freistaats", "Freistaates") and not _names_a_place(doc, i):
        return _state(doc, i, home_state(doc) or ("" if word.startswith("Land") else "Freistaat"))
    if "City" in classes and _beside_figure_or_verb(doc, i):
        return Named(
            "organization", value.base, *doc.outer.slice(i, i + 1), "city-by-name", "municipality", value
        )
    return None


def _fund(doc: Document, i: int, value: Entry) -> str:
    """A fund of the Union that money comes from: giver and programme in one."""
    word = doc.outer.words(i, i + 1)
    if value.label not in programme_words("union") or not _FUND.search(value.label):
        return ""
    return value.label if word.isupper() or _FUND.search(word) else clean(word)


_FUND = re.compile(r"fonds\b", re.IGNORECASE)


def _state(doc: Document, i: int, name: str) -> Named:
    return Named("organization", name, *doc.outer.slice(i, i + 1), "state-by-name", "state", reference=True)


def _names_a_place(doc: Document, i: int) -> bool:
    """True for "Stadt und Land", "auf dem Land", "weites Land", where no state gives."""
    before = doc.outer.words(i - 1, i).lower() if i else ""
    if re.fullmatch(r"[a-zäöüß]{3,}es", before):
        return True
    return before in ("auf", "ländlichen") or doc.outer.words(i - 2, i).lower() in ("auf dem", "aufs")


def home_state(doc: Document) -> str:
    """The land that "das Land" means: the one that the release names, alone or most; "" for none."""
    if "home state" not in doc.notes:
        doc.notes["home state"] = _home_state(doc)
    return doc.notes["home state"]


def _home_state(doc: Document) -> str:
    found: Counter[str] = Counter()
    for i, value in enumerate(doc.outer.values):
        if isinstance(value, Named) and value.type == "state" and not value.reference:
            found[value.name] += 2
        elif isinstance(value, Entry) and {"State", "LandAdjective", "LandAdjCap"} & doc.outer.alphabet.of(
            doc.outer.letters[i]
        ):
            name = land(value.label)
            found[name] += " " in name  # a city's name tells of the city
    for wider in ("Bund", "Europäische Union"):
        found.pop(wider, None)
    best = found.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""


def full_name(doc: Document, org: Named) -> Named:
    """An organisation known by its abbreviation alone, with the name that the release gives it."""
    if org.type == "ministry" and (named := _ministry(doc, org)):
        return replace(org, name=named)
    if not (org.name.isupper() or org.name.islower()) or len(org.name) > 8:
        return org
    if "abbreviations" not in doc.notes:
        doc.notes["abbreviations"] = "read"
        for other in doc.organizations:
            short = other.parts.get("abbreviation", "")
            if short and short != other.name:
                doc.notes.setdefault(f"abbreviation {short}", other.name)
    full = doc.notes.get(f"abbreviation {org.name}")
    return replace(org, name=full) if full else org


_NICKNAME = re.compile(r"(?P<field>[A-ZÄÖÜ][a-zäöüß]{4,}?)s?ministeriums?\b")


def _ministry(doc: Document, org: Named) -> str:
    """The full name of a ministry called by its field, where the release names but one of it.

    "Das Wirtschaftsministerium" is the "Ministerium für Wirtschaft, Verkehr und Landesentwicklung".
    """
    found = _NICKNAME.search(org.name)
    if found is None or org.name.startswith(("Bundesministerium", "Staatsministerium")):
        return ""
    field = found["field"].removeprefix("Bundes").lower()
    full = {
        o.name for o in doc.organizations
        if o.type == "ministry" and re.search(r"\b(?:für|of|des|der)\b", o.name) and field in o.name.lower()
    }  # fmt: skip
    return full.pop() if len(full) == 1 else ""


def _beside_figure_or_verb(doc: Document, i: int) -> bool:
    """True for a word beside a verb of giving or getting or a figure, or at a sentence's start."""
    beside = [j for j in (i - 1, i + 1) if 0 <= j < len(doc.outer.starts)]
    classes = [doc.outer.alphabet.of(doc.outer.letters[j]) for j in beside]
    everything = doc.outer.values
    if i and doc.outer.words(i - 1, i).lower() in ("an", "nach", "to"):
        return True
    verbs = words_of("Gives") | words_of("Gets")
    return (
        i == 0
        or "Stop" in classes[0]
        or "Amount" in classes[-1]
        or ("LP" in classes[-1] and isinstance(doc.outer.values[min(i + 2, len(everything) - 1)], AmountSpan))
        or any(doc.outer.words(j, j + 1).lower() in verbs for j in beside)
        or any(
            (e := entry_at(doc, j)) is not None and e.classes & {"FunderVerb", "RecipientVerb"}
            for j in beside
        )
    )


# -- how it stands in its clause ----------------------------------------------------------------------


def _before(doc: Document, i: int, reach: int = 8) -> str:
    """The preposition (or genitive article) before a name, its article and adjectives passed over.

    Else "dative" or "accusative" where its article tells, "relative" behind a relative pronoun, "" otherwise.
    """
    for j in range(i - 1, max(-1, i - 5), -1):
        word = doc.outer.words(j, j + 1).lower()
        classes = doc.outer.alphabet.of(doc.outer.letters[j])
        if word in _PREPOSITIONS or word == "of":
            return word
        if word == "der" and _feminine(doc, i) and j and _is_giver_before(doc.outer.values[j - 1]):
            return "dative"
        if word in ("des", "der") and j and doc.outer.words(j - 1, j).lower() in words_of("SaidBy"):
            return "relative"
        if word in ("des", "der") and (j == 0 or _genitive(doc, j)):
            return word
        ahead = doc.outer.words(j - 1, j).lower() if j else ""
        if ahead in _AND and word in ("der", "dem", "den") and (inherited := _coordinated(doc, j - 1, reach)):
            return inherited
        if ahead not in _PREPOSITIONS:
            if word == "dem" or (word == "der" and _feminine(doc, i)):
                return "dative"
            if word == "den":
                return "accusative"
        pronoun = j > 1 and ahead in ("die", "der", "das", "den") and doc.outer.words(j - 2, j - 1) == ","
        if word in _DETERMINERS and pronoun:
            return "relative"
        if word in _DETERMINERS or word in _APPOSITIONS or "Adj" in classes or "LandAdjective" in classes:
            continue
        return _coordinated(doc, j, reach) if word in _AND and j == i - 1 else ""
    return ""


_APPOSITIONS = frozenset(
    {
        "unternehmen",
        "firma",
        "verein",
        "stiftung",
        "gesellschaft",
        "projekt",
        "start-up",
        "startup",
        "netzwerk",
    }
)


def _coordinated(doc: Document, conjunction: int, reach: int) -> str:
    """ "von Bund und Land": the preposition of the first holds for the second (and `reach` further ones)."""
    if conjunction == 0 or reach == 0 or party(doc, conjunction - 1) is None:
        return ""
    before = _before(doc, conjunction - 1, reach - 1)
    return before if before in _PREPOSITIONS else ""


def _of_person(doc: Document, i: int) -> bool:
    """True for "Dr. Meier von der Universität": where somebody is from gives nothing."""
    j = i - 1
    while j > 0 and doc.outer.words(j, j + 1).lower() not in _GIVEN_BY:
        j -= 1
    person = doc.outer.values[j - 1] if j else None
    return isinstance(person, Named) and person.kind == "person"


_FEMININE = re.compile(
    r"\w*(?:stadt|schule|universität|gesellschaft|gemeinde|stiftung|bank|regierung|agentur|kasse|region|initiative"
    r"|schaft|verwaltung|anstalt|kammer|bibliothek|ag|gmbh)\b",
    re.IGNORECASE,
)


def _feminine(doc: Document, i: int) -> bool:
    """True for a name whose noun is feminine, so that "der" before it is no nominative.

    Its noun is the first word that is no adjective: "der Technischen Universität Hof", "der Stadt Hof".
    """
    words = re.sub(r"^(?:[A-ZÄÖÜ][\w-]+en\s)+", "", doc.outer.words(i, i + 1))
    return bool(_FEMININE.match(words))


def _is_giver_before(value: object) -> bool:
    """ "hat das Land Hessen der Stadt … gegeben": behind the name of a land stands no genitive."""
    return (
        isinstance(value, Named)
        and value.kind == "organization"
        and value.type in ("state", "bank", "company")
    )


_NOUNS = frozenset(
    {"RolePhrase", "Known", "Name", "Abstract", "Compound", "Grant", "Quoted", "Org", "Share", "Amount"}
)


def _genitive(doc: Document, j: int) -> bool:
    """True for "der"/"des" right behind a noun, where it is no subject's article."""
    return bool(_NOUNS & doc.outer.alphabet.of(doc.outer.letters[j - 1]))


def _after_money(doc: Document, clause: Clause, i: int) -> bool:
    """True where a genitive belongs to a figure right before it, or to a grant, programme or purse."""
    wanted = {"Grant", "ProgrammeWord", "KnownProgramme", "OwnShare"}
    for j in range(i - 1, max(clause.first, i - 6) - 1, -1):
        word, entry = doc.outer.words(j, j + 1).lower(), entry_at(doc, j)
        classes = doc.outer.alphabet.of(doc.outer.letters[j])
        if word in _TO | {"in", "zur", "zum", "auf", "bei", "beim"}:
            return False
        if {"Amount", "Share"} & classes:
            return all(doc.outer.words(k, k + 1).lower() in _DETERMINERS for k in range(j + 1, i))
        if (entry is not None and entry.classes & wanted) or word in words_of("Purse") | words_of("Aid"):
            return True
    return False


def _of_an_application(doc: Document, i: int) -> bool:
    """ "der Antrag der Stadt Hof": who applied gets."""
    words = [doc.outer.words(j, j + 1).lower() for j in range(max(0, i - 3), i)]
    return any(word.endswith(("antrag", "antrags", "anträge", "anträgen")) for word in words)


def _of_programme(doc: Document, clause: Clause, i: int) -> bool:
    """ "aus dem Programm des Landes": the Land gives where nobody else does."""
    entries = (entry_at(doc, j) for j in range(i - 1, max(clause.first, i - 4) - 1, -1))
    nearest = next(
        (e.classes for e in entries if e is not None and e.classes & {"ProgrammeWord", "Grant"}), frozenset()
    )
    return "ProgrammeWord" in nearest


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
        if party(doc, comma - 1) is None and _is_body(doc, comma - 1):
            return comma - 1, limit
        first = next((i for i in range(comma - 1, clause.first, -1) if party(doc, i)), clause.first)
        return first, limit if first > clause.first else clause.last
    return whole


_BODY = re.compile(
    r"[\w-]{3,}(?:stiftung|sparkasse|verein|klub|club)s?|(?:Volks|Raiffeisen|Spar)\w*bank", re.IGNORECASE
)


def _is_body(doc: Document, i: int) -> bool:
    """True for a compound that says which foundation, bank or club: "die Sparkassenstiftung"."""
    word = doc.outer.words(i, i + 1)
    return word[:1].isupper() and _BODY.fullmatch(word) is not None


def _by_noun(doc: Document, i: int) -> Named:
    """Such a foundation, bank or club by its noun and the adjective of a place before it."""
    before = doc.outer.words(i - 1, i)
    first = i - 1 if re.fullmatch(r"[A-ZÄÖÜ][\w-]+(?:er|ische[nr]?)", before) else i
    span = doc.outer.slice(first, i + 1)
    return Named("organization", clean(doc.text[slice(*span)]), *span, "body-by-noun", "other")


def _begins_another(doc: Document, clause: Clause, i: int) -> bool:
    """True for the subject of a further main clause: "… mit 40.000 Euro, die Hochschule stellt …"."""
    if not _behind_figure(doc, clause, i):
        return False
    begin = i
    while begin > clause.first and doc.outer.words(begin - 1, begin).lower() in _DETERMINERS:
        begin -= 1
    verb = doc.outer.words(i + 1, i + 2)
    return (
        doc.outer.words(begin - 1, begin) == ","
        and verb.islower()
        and bool(re.fullmatch(r"[a-zäöüß]+(?:t|te|ten|en)", verb))
        and not gives(doc, i + 1)
        and verb not in _PREPOSITIONS
    )


def _behind_figure(doc: Document, clause: Clause, i: int) -> bool:
    figure = clause.figure
    return figure is not None and doc.outer.starts[i] > figure.start


def _right_behind(doc: Document, clause: Clause, i: int) -> bool:
    """ "…, 8.000 Euro die Stiftung": a giver right behind its figure, in a clause without a verb."""
    figure = clause.figure
    if figure is None or _has_verb(clause):
        return False
    between = doc.text[figure.end : doc.outer.starts[i]].lower().split()
    return bool(between) and all(word in _DETERMINERS for word in between)


def _verb_between(doc: Document, offset: int, i: int) -> bool:
    """True where a verb of giving stands between a giver and a name: the name is its object."""
    return any(gives(doc, j) for j in range(bisect_left(doc.outer.starts, offset), i))


def _behind_verb(doc: Document, i: int, reach: int = 8) -> bool:
    """True for a subject right behind its verb ("… gibt die Stiftung", "hat der Senat …")."""
    for j in range(i - 1, max(-1, i - 4), -1):
        word = doc.outer.words(j, j + 1).lower()
        if gives(doc, j) or word in words_of("Auxiliaries") or word == "sich":
            return True
        if word not in _DETERMINERS and "Adj" not in doc.outer.alphabet.of(doc.outer.letters[j]):
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
