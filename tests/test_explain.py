"""`kg extract --explain`: the rule, labels and tokens of each fact, and why a sentence gave none."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from kg import cli, facts, patterns, read, resources
from kg.explain import explained

TEXT = """\
Oberbürgermeisterin Erika Muster eröffnete am 3. Mai 2024 das Digitalforum.

Die Stadtkämmerin und Herr Paul Wirth reden.

Das war schön.
"""


def told(path: Path, text: str) -> str:
    """The explanation of a text."""
    path.write_text(text, "utf-8")
    done = CliRunner().invoke(cli.cli, ["extract", "--explain", str(path)], standalone_mode=False)
    assert done.exception is None
    return done.output


def test_a_fact_names_rule_label_and_tokens(tmp_path: Path) -> None:
    """The rule with its file and pattern, and each token with the label that it was known by."""
    out = told(tmp_path / "x.txt", TEXT)
    block = out[out.index("  role: person Erika Muster") : out.index("  event:")]
    rule = next(r for r in patterns.load().stages["role_fact"] if r.name == "role-before-person")
    assert f"rule role-before-person (role_facts.toml): {rule.pattern}" in block
    assert "»Oberbürgermeisterin Erika Muster« (line 1, 0–32)" in block
    assert "“Oberbürgermeisterin” of role/oberbuergermeister" in block
    assert "Person: rule given-and-family-name" in block


def test_a_sentence_without_facts_tells_what_is_known_of_it(tmp_path: Path) -> None:
    """Its names, and the rules that came nearest with what they want; or that there is nothing to go by."""
    out = told(tmp_path / "x.txt", TEXT)
    block = out[out.index("nothing: »Die Stadtkämmerin") : out.index("nothing: »Das war")]
    assert "Paul Wirth" in block
    assert "(role_facts.toml) fits »" in block
    assert "«, then wants " in block
    assert "no name, date, amount or label that a rule asks for" in out[out.index("nothing: »Das war") :]


def test_every_fact_of_the_five_is_explained() -> None:
    """A block for each fact, and each reason for a slot that its words do not say."""
    for path in sorted(resources.releases().glob("*.txt")):
        release = read.read_release(path)
        found = facts.extract(release)
        lines = list(explained(release, found))
        assert sum(line.startswith(tuple(f"  {f.kind}: " for f in found)) for line in lines) == len(found)
        reasons = {f"    {slot}: {why}" for fact in found for slot, why in fact.resolved.items()}
        assert reasons <= set(lines)


def test_it_is_text_only(tmp_path: Path) -> None:
    """Together with a format for programs it is refused."""
    path = tmp_path / "x.txt"
    path.write_text(TEXT, "utf-8")
    done = CliRunner().invoke(cli.cli, ["extract", "--explain", "--format", "jsonl", str(path)])
    assert done.exit_code == 2
    assert "takes no --format" in done.output
