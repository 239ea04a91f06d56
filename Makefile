# Stadtgraph. `make demo` to see it work, `make test` before every change. Needs Python 3.11+ and make.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

# pip's build isolation reads constraints from the environment alone; newer versions by the second name.
# Set for pip only: the path is relative (one with spaces would be two), and tests run elsewhere.
PIP := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 \
	$(BIN)/python -m pip --quiet

.PHONY: help demo test lint format docs bench bench-serve bench-queries bench-change wheel clean
.DEFAULT_GOAL := help

help:  ## Say what there is to do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

demo: $(VENV)/.run  ## Install, build the graph of the five releases, ask it who held the CDO role
	@# 1 is "built, with findings": they are printed, and the query still has its answer.
	@$(BIN)/kg build || test $$? -eq 1
	@echo
	@echo '$$ kg query role-holders --role CDO'
	@$(BIN)/kg query role-holders --role CDO
	@echo
	@echo 'Look further (first: . $(BIN)/activate):'
	@echo '  kg query role-holders --role CDO --on 2023-12-01   who held it on a day, and how certain that is'
	@echo '  kg query role-holders --role OB --evidence         with the words each row rests on'
	@echo '  kg query                                           what else can be asked'
	@echo '  kg export | less                                   the graph as Turtle'
	@echo '  kg serve                                           all of it over HTTP, at http://127.0.0.1:7007/'
	@echo '  kg extract --format table data/releases/*.txt      what was read from each release'
	@echo '  kg --help                                          everything else'

test: lint  ## Lint, check types, run all tests
	@$(BIN)/python -m pytest -q -n 2

lint: $(VENV)/.test  ## Lint and check types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/.test  ## Mend what a program can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(VENV)/.test  ## Write the outputs in the documentation anew
	@$(BIN)/python tests/update_docs.py

bench: $(VENV)/.bench  ## Measure extraction against spaCy and a build against pyshacl and Oxigraph
	@$(BIN)/python bench/extract.py
	@$(BIN)/python bench/build.py

bench-serve: $(VENV)/.bench  ## Measure the server against Oxigraph's and rdflib-endpoint
	@$(BIN)/python bench/serve.py

bench-queries: $(VENV)/.bench  ## Measure every canned query, and whether it is right, beside rdflib and others
	@$(BIN)/python bench/queries.py --quads 100000 --peers rdflib maplib virtuoso
	@$(BIN)/python bench/queries.py --quads 1000000 --peers maplib virtuoso

bench-change: $(VENV)/.bench  ## Measure what one release more or less costs in a store of 20,000
	@$(BIN)/python bench/change.py

wheel: $(VENV)/.test  ## Build dist/*.whl
	@$(PIP) wheel --no-deps --wheel-dir dist .

clean:  ## Remove all that make has made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: each is newer than what it was installed from, so that nothing is installed twice.
$(VENV)/.made:
	@echo "Making $(VENV) with $(PYTHON) …"
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made pyproject.toml constraints.txt
	@echo 'Installing …'
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.made pyproject.toml constraints.txt
	@echo 'Installing with what the tests need …'
	@$(PIP) install --editable '.[test]'
	@touch $@ $(VENV)/.run

$(VENV)/.bench: $(VENV)/.made pyproject.toml constraints.txt
	@echo 'Installing with what the benchmark needs …'
	@$(PIP) install --editable '.[bench]'
	@touch $@ $(VENV)/.run
