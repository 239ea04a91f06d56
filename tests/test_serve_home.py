"""`kg.serve.home`: the page to begin with. Where it leads is in `test_serve_linked`, too."""

from __future__ import annotations

import html
import re

import pytest

from kg import build, resources, tally
from kg.serve import home, sparql
from kg.serve.exchange import Ask, Context, Question, Settings
from kg.store import Store


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The five releases, below a path prefix."""
    folder = tmp_path_factory.mktemp("home")
    with Store.open(folder / "store") as store:
        build.build([resources.releases()], store)
    opened = Store.read_only(folder / "store")
    return Context(opened, opened, Settings(base_url="https://data.example.org/graph"), "v1")


def shown(context: Context, lang: str = "en") -> str:
    """The text of the page, unescaped."""
    return html.unescape(home.home(context, Ask(lang=lang)).body.decode())  # type: ignore[arg-type]


def test_it_says_how_much_there_is(context: Context) -> None:
    """Facts, releases, and entities of each kind, in the language of the page."""
    facts, entities = sum(tally.facts(context.store).values()), tally.entities(context.store)
    assert f"{facts} facts from 5 releases" in shown(context)
    assert f"<li>persons: {entities['person']}</li>" in shown(context)
    assert f"{facts} Fakten aus 5 Mitteilungen" in shown(context, "de")
    assert f"<li>Personen: {entities['person']}</li>" in shown(context, "de")


def test_every_kind_of_entity_has_its_words(context: Context) -> None:
    """None that is counted is shown by the name it has in the code."""
    counted = set(tally._ENTITIES.values())
    assert counted == set(home._KINDS)


def test_it_counts_once(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting reads the whole store; the numbers of a version are kept."""
    home.home(context, Ask())
    monkeypatch.setattr(tally, "entities", None)
    assert home.home(context, Ask()).status == 200


def test_the_query_it_proposes_has_rows(context: Context) -> None:
    """What people copy from the page has to work."""
    said = re.search(r"curl (\S+) --data-urlencode 'query=(.*?)'", shown(context))
    assert said
    assert said[1] == "https://data.example.org/graph/sparql"
    answer = sparql.sparql(context, Question(Ask(media="text/csv"), said[2], rows="text/csv"))
    assert len(answer.body.splitlines()) == 4


def test_it_leads_to_the_example_and_says_what_holds(context: Context) -> None:
    """The question of who was CDO, licences, the namespace, and what is left out."""
    page = shown(context)
    assert 'href="/graph/queries/role-holders?role=CDO&format=html"' in page
    assert "CC BY 4.0" in page
    assert "not registered yet" in page
    assert "are not served" in page


def test_contacts_that_are_served_are_not_denied(context: Context) -> None:
    """With contacts, the page does not say they are left out."""
    settings = Settings(with_contacts=True)
    assert "are not served" not in shown(Context(context.store, context.labels, settings, "v1"))


def test_an_empty_store_has_a_page() -> None:
    """Nothing counted, nothing fails."""
    store = Store.memory()
    assert "0 facts from 0 releases" in shown(Context(store, store))
