"""The rules for query files, so that a parameter restricts what it should, and nothing invents a match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.query.canned import AS_KNOWN_ON, CannedQuery, marks, slots
from kg.query.lexing import Token, tokens

_NESTED = ("OPTIONAL", "UNION", "MINUS", "GRAPH", "EXISTS", "SERVICE")


@dataclass(slots=True)
class _Group:
    """A `{ … }`: what opens it, and what stands directly in it."""

    opener: str
    parent: _Group | None = None
    patterns: set[str] = field(default_factory=set)
    values: list[tuple[str, int]] = field(default_factory=list)
    first_pattern: int = 0
    filters: list[tuple[int, list[Token]]] = field(default_factory=list)
    subselect: bool = False


def lint(query: CannedQuery) -> list[str]:
    """What is wrong with a query file, one sentence with line each; nothing when all is well.

    The rules: every parameter has a line `VALUES ?name { UNDEF }`, or `?_name` where the pattern is
    optional, in each branch that needs it; VALUES come first in their group; `?name` is bound by a
    mandatory pattern of the same group; a FILTER of the group that names `?_name` lets everything pass
    where it is not bound, or stands beside VALUES alone and asks nothing but what is bound (then the
    branch of a UNION around it begins with what is given); no EXISTS in BIND or SELECT, no NOT EXISTS in
    OPTIONAL, no subselect with a parameter, no OPTIONAL in GRAPH, no trailing VALUES. What is left out
    where a parameter is given or is not (`kg.query.bind`) has an end, and none within it. `as_known_on`
    names something that can be derived as it was known on a day, and every parameter that names an entity
    is one by which that is found.
    """
    found = list(tokens(query.text))
    groups = list(_groups(found))
    return [
        *_slots_match(query),
        *_marks_match(query),
        *(problem for group in groups for problem in _group_problems(group)),
        *_order_problems(found),
        *_trailing(found),
        *_known_problems(query),
    ]


def _slots_match(query: CannedQuery) -> Iterator[str]:
    lines = [name for name, _ in slots(query.text)]
    declared = [p.name for p in query.params]
    for name in declared:
        if name not in lines:
            yield f"parameter {name} has no line VALUES ?{name} {{ UNDEF }}"
    for name in sorted(set(lines) - set(declared)):
        yield f"VALUES ?{name} {{ UNDEF }} is a parameter the header does not declare"
    written = sum(1 for t in tokens(query.text) if t.says("UNDEF"))
    if written != len(lines):
        yield "UNDEF stands elsewhere than in a line VALUES ?name { UNDEF }"


def _marks_match(query: CannedQuery) -> Iterator[str]:
    said = marks(query.text)
    if len(said) % 2 or any(said[1::2]) or not all(said[::2]):
        yield "after each “#? name” a “#?” must end what it is about, before the next"
    for name in sorted({mark.removeprefix("!") for mark in said if mark} - {p.name for p in query.params}):
        yield f"“#? {name}” is about a parameter the header does not declare"


def _groups(found: Sequence[Token]) -> Iterator[_Group]:
    """The groups of a query, outermost first; VALUES blocks are no groups."""
    group: _Group | None = None
    at = 0
    while at < len(found):
        token = found[at]
        if token.says("{"):
            group = _Group(_opener(found, at), group)
            yield group
        elif token.says("}"):
            group = group.parent if group else None
        elif group is not None:
            at = _take(group, found, at)
        at += 1


def _opener(found: Sequence[Token], at: int) -> str:
    """The keyword a group belongs to; GRAPH has a name between."""
    for back in (1, 2):
        if at >= back and found[at - back].says(*_NESTED, "WHERE"):
            return found[at - back].text.upper()
    return ""


def _take(group: _Group, found: Sequence[Token], at: int) -> int:
    """Put what begins at a token into its group; the index of the last token taken."""
    token = found[at]
    if token.says("SELECT"):
        group.subselect = True
    elif token.says("VALUES"):
        end = _closing(found, at, "{", "}")
        group.values += [(t.text, t.line) for t in found[at + 1 : at + 2] if t.kind == "variable"]
        if group.first_pattern:
            group.values[-1] = (group.values[-1][0], -token.line)
        return end
    elif token.says("FILTER", "BIND"):
        # FILTER NOT EXISTS { … } is a group of its own and taken as such.
        if at + 1 < len(found) and not found[at + 1].says("NOT", "EXISTS"):
            end = _closing(found, at, "(", ")")
            group.first_pattern = group.first_pattern or token.line
            if token.says("FILTER"):
                group.filters.append((token.line, list(found[at : end + 1])))
            return end
    elif token.kind == "variable":
        group.patterns.add(token.text)
        group.first_pattern = group.first_pattern or token.line
    elif token.says(*_NESTED):
        group.first_pattern = group.first_pattern or token.line
    return at


def _closing(found: Sequence[Token], at: int, opening: str, closing: str) -> int:
    depth = 0
    for end in range(at, len(found)):
        if found[end].says(opening):
            depth += 1
        elif found[end].says(closing):
            depth -= 1
            if depth == 0:
                return end
    return len(found) - 1


def _group_problems(group: _Group) -> Iterator[str]:
    for variable, line in group.values:
        if line < 0:
            yield f"line {-line}: VALUES {variable} must come first in its group"
        if [_bare(v) for v, _ in group.values].count(_bare(variable)) > 1:
            yield f"line {abs(line)}: {variable} has two VALUES in one group"
        if group.opener in _NESTED and group.opener != "UNION":
            yield f"line {abs(line)}: VALUES {variable} within {group.opener} would invent a match"
        if group.subselect or (group.parent and group.parent.subselect):
            yield f"line {abs(line)}: VALUES {variable} in a subselect; keep parameters in the outer query"
        own = variable.startswith("?_")
        if not own and variable not in group.patterns:
            yield f"line {abs(line)}: no mandatory pattern of the group binds {variable}"
        if own and variable in group.patterns:
            yield f"line {abs(line)}: a pattern binds {variable}; its name is for an optional value"
        if own:
            yield from _filter_problems(group, variable)


def _bare(variable: str) -> str:
    return variable.removeprefix("?_").removeprefix("?")


def _filter_problems(group: _Group, variable: str) -> Iterator[str]:
    for line, words in group.filters:
        texts = [t.text.upper() if t.kind == "word" else t.text for t in words]
        if variable not in texts or (not group.patterns and _asks_what_is_given(texts)):
            continue
        passes = ["!", "BOUND", "(", variable, ")"]
        after = [texts[i + 5] for i in range(len(texts) - 5) if texts[i : i + 5] == passes]
        if not any(following in ("||", ")") for following in after):
            yield f"line {line}: FILTER on {variable} must begin with !BOUND({variable}) ||"


def _asks_what_is_given(texts: Sequence[str]) -> bool:
    """Is a FILTER made of BOUND alone."""
    return all(
        text in ("FILTER", "BOUND", "(", ")", "!", "&&", "||") or text.startswith("?_") for text in texts
    )


def _order_problems(found: Sequence[Token]) -> Iterator[str]:
    """What Oxigraph evaluates without what is known around it; EXISTS as a value, on which rdflib raises."""
    openers: list[str] = []
    for at, token in enumerate(found):
        if token.says("{"):
            openers.append(_opener(found, at))
        elif token.says("}") and openers:
            openers.pop()
        elif token.says("OPTIONAL") and "GRAPH" in openers:
            yield f"line {token.line}: OPTIONAL within GRAPH reads all graphs; write OPTIONAL {{ GRAPH … }}"
        elif token.says("EXISTS"):
            before = found[at - 2] if at > 1 and found[at - 1].says("NOT") else found[at - 1]
            if not before.says("FILTER"):
                yield f"line {token.line}: EXISTS as a value; write FILTER or an OPTIONAL"
            elif "OPTIONAL" in openers and found[at - 1].says("NOT"):
                yield f"line {token.line}: NOT EXISTS within OPTIONAL is evaluated unanchored"


def _trailing(found: Sequence[Token]) -> Iterator[str]:
    depth = 0
    for token in found:
        depth += token.says("{") - token.says("}")
        if token.says("VALUES") and depth == 0:
            yield f"line {token.line}: VALUES after the query restricts no aggregate"


def _known_problems(query: CannedQuery) -> Iterator[str]:
    if not query.as_known_on:
        return
    if query.as_known_on not in AS_KNOWN_ON:
        yield f"as_known_on {query.as_known_on} is none of {', '.join(AS_KNOWN_ON)}"
        return
    found_by = AS_KNOWN_ON[query.as_known_on]
    for parameter in query.params:
        if parameter.type == "iri" and parameter.name not in found_by:
            yield (
                f"as_known_on {query.as_known_on} is found by {', '.join(sorted(found_by))}, "
                f"not by {parameter.name}"
            )
