"""The documentation is true: what it shows is what happens, and nothing is left out.

When an output has changed on purpose, `make docs` writes it anew.
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import click
import pages
import pytest
from pages import PAGES, ROOT, Walk

from kg import ontology, query
from kg.build import build
from kg.cli import cli
from kg.ontology import documentation, sources
from kg.store import Store
from kg.vocab import PREFIXES, declared

DOCS = ROOT / "docs"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the five releases."""
    place = tmp_path_factory.mktemp("docs") / "store"
    with Store.open(place) as opened:
        build([ROOT / "data" / "releases"], opened)
    return place


def _section(page: str, heading: str) -> str:
    """The text below a heading of the second level, to the next."""
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section “{heading}”"
    return found[1]


# -- what is shown is what happens ------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_is_printed(page: Path, store: Path, tmp_path: Path) -> None:
    """Every command and every Python block, run in order; only seconds may differ."""
    for one in pages.printed(page, Walk(tmp_path, page, store)):
        assert pages.normal(one.real) == pages.normal(one.said), f"{one.what} (`make docs` writes it anew)"


def test_an_output_that_is_not_true_is_found(store: Path, tmp_path: Path) -> None:
    """The test of the pages can fail: in a console block, and below a Python block."""
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ kg --version\nkg 99\n\n$ echo 'true | so'\ntrue | so\n```\n"
        "```python\nprint(1 + 1)\n```\n```text\n3\n```\n",
        "utf-8",
    )
    walk = Walk(tmp_path, page, store)
    wrong = [p.what for p in pages.printed(page, walk) if pages.normal(p.real) != pages.normal(p.said)]
    assert wrong == ["$ kg --version", "print(1 + 1)\n"]


def test_commands_without_output_are_only_those_that_print_nothing() -> None:
    """Every page that shows commands is among the pages that are run."""
    assert {page.name for page in PAGES} >= {"README.md", "README.de.md", "commands.md", "queries.md"}
    for page in PAGES:
        loose = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        assert "\n$ " not in loose, f"{page.name}: a command outside a console block"


# -- nothing is left out ----------------------------------------------------------------------------------


def _commands() -> list[click.Command]:
    context = click.Context(cli)
    found = [cli.get_command(context, name) for name in cli.list_commands(context)]
    return [command for command in found if command is not None]


@pytest.mark.parametrize("command", _commands(), ids=lambda command: command.name)
def test_every_command_and_option_is_documented(command: click.Command) -> None:
    """docs/commands.md has a section for each command that names every option and argument."""
    section = _section((DOCS / "commands.md").read_text("utf-8"), f"kg {command.name}")
    prose = re.sub(r"^```.*?^```$", "", section, flags=re.MULTILINE | re.DOTALL)
    assert len(prose.split()) > 5 or command.name == "completion"
    for param in command.params:
        for option in (
            param.opts if isinstance(param, click.Option) else [param.make_metavar(click.Context(command))]
        ):
            assert option.strip("[].") in section, f"kg {command.name}: {option}"


@pytest.mark.parametrize("name", ["review", "authority"])
def test_every_option_of_a_subcommand_is_shown(name: str) -> None:
    """The section of a group shows the help of each of its commands."""
    section = _section((DOCS / "commands.md").read_text("utf-8"), f"kg {name}")
    group = cli.get_command(click.Context(cli), name)
    assert isinstance(group, click.Group)
    for command in group.commands.values():
        assert f"$ kg {name} {command.name} --help" in section
        assert [
            o.opts[0] for o in command.params if isinstance(o, click.Option) and o.opts[0] not in section
        ] == []


def test_every_exit_code_and_variable_is_documented() -> None:
    """Those the command line's docstring and options name."""
    page = (DOCS / "commands.md").read_text("utf-8")
    variables = {p.envvar for c in [cli, *_commands()] for p in c.params if p.envvar}
    assert variables == {"KG_DEBUG", "KG_STORE"}
    for name in (*variables, "LANG", "| 0 |", "| 1 |", "| 2 |", "| 130 |"):
        assert name in page


@pytest.mark.parametrize("name", query.names())
def test_every_question_is_documented(name: str, store: Path) -> None:
    """docs/queries.md has its summary, each parameter, each column, and an example."""
    page = (DOCS / "queries.md").read_text("utf-8")
    section, canned = _section(page, name), query.load(name)
    with Store.read_only(store) as opened:
        columns = query.run(canned, {}, opened).columns
    assert canned.summary["en"] in section
    assert set(re.findall(r"^\| `--(\w+)`", section, re.MULTILINE)) == {p.name for p in canned.params}
    listed = re.search(r"^Columns: (.*)\.$", section, re.MULTILINE)
    assert listed
    assert tuple(re.findall(r"`(\w+)`", listed[1])) == columns
    assert f"$ kg query {name}" in section
    assert ("| `--as-known-on` |" in section) == bool(canned.as_known_on)
    told = set(
        re.findall(r"`(\w+)`", re.sub(r"(?<=\|)[^|]*\|$", "", _section(page, "Columns"), flags=re.MULTILINE))
    )
    assert {c for c in columns if not c.endswith("Label")} <= told, "say below “Columns” what each means"


def test_every_query_that_is_documented_exists() -> None:
    """No section is left from a query that is gone."""
    headings = set(re.findall(r"^## (.*)$", (DOCS / "queries.md").read_text("utf-8"), re.MULTILINE))
    assert headings == {*query.names(), "Columns", "As known on a day", "A question of your own"}


def test_every_term_has_label_and_definition_in_both_languages() -> None:
    """Whatever `ontology/` declares or uses as a concept, without the reasoner."""
    read = sources.read(ontology.default_files())
    assert [str(finding) for finding in documentation.check(read)] == []
    assert {
        iri.removeprefix(PREFIXES["sg"]) for iri, _ in read.described() if iri.startswith(PREFIXES["sg"])
    } >= declared()


def test_every_class_is_on_the_page_of_classes() -> None:
    """docs/terms.md names every class of ours, and no term that does not exist."""
    page = (DOCS / "terms.md").read_text("utf-8")
    read = sources.read(ontology.default_files())
    classes = {
        iri.removeprefix(PREFIXES["sg"])
        for iri, properties in read.described()
        if iri.startswith(PREFIXES["sg"])
        and any(str(o.value) == PREFIXES["owl"] + "Class" for o in properties.get(sources.RDF_TYPE, ()))
    }
    assert {f"`sg:{name}`" for name in classes} <= set(re.findall(r"`sg:\w+`", page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_speaks_of_terms_that_do_not_exist(page: Path) -> None:
    """Every `sg:…` is declared in the ontology."""
    assert set(re.findall(r"\bsg:(\w+)", page.read_text("utf-8"))) <= declared()


def test_every_term_is_on_a_page() -> None:
    """Classes and properties: in the data model, or among the classes and the words of the lexicon."""
    text = "".join((DOCS / name).read_text("utf-8") for name in ("data-model.md", "terms.md"))
    assert sorted(declared() - set(re.findall(r"\bsg:(\w+)", text))) == []


def _functions() -> list[tuple[str, str]]:
    section = _section((DOCS / "data-model.md").read_text("utf-8"), "4. Functions that hand values on")
    found, module = [], ""
    for first, second in re.findall(r"^\| (`kg\.\w+`)? ?\| (.*?) \|", section, re.MULTILINE):
        module = first.strip("`") or module
        found += [(module, name) for name in re.findall(r"`([\w.]+)(?:\([^`]*\))?`", second)]
    return found


@pytest.mark.parametrize(("module", "name"), _functions(), ids=lambda part: str(part))
def test_every_function_of_the_data_model_exists(module: str, name: str) -> None:
    """The table of functions names what is there."""
    found = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    assert callable(found)
    assert found.__doc__


# -- links and places -------------------------------------------------------------------------------------


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    """To a file that exists, and a heading in it."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text.replace("\n", " ")):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.is_file(), f"{page.name}: {link}"
        assert not anchor or anchor in _anchors(target), f"{page.name}: {link}"


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_no_page_names_a_machine(page: Path) -> None:
    """No path of the machine it was written on, no address of a package index or a local network."""
    text = page.read_text("utf-8")
    assert str(ROOT) not in text
    assert not re.search(r"(?<![\w.])/(home|Users|root|tmp|work|opt|srv)/", text)
    assert not re.search(
        r"index-url|\bsimple/|\w\.internal\b|\w\.local\b|\b(?:10|172|192)\.\d+\.\d+\.\d+\b", text
    )


def test_folders_of_the_readme_exist() -> None:
    """The table of the repository's layout."""
    section = _section((ROOT / "README.md").read_text("utf-8"), "What is where")
    named = re.findall(r"`([\w.]+)/`", section)
    assert len(named) > 6
    for name in named:
        assert (ROOT / name).is_dir() or (ROOT / "data" / name).is_dir()


def test_the_changelog_has_the_version() -> None:
    """Of this package."""
    from kg import __version__

    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
