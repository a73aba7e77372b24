# make run: the editor on a copy of the example report. make test: lint, types, import contract, all tests.
# Both make their own virtual environment in .venv when there is none.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test test-all bench lint page-tools nightly fuzz kills docs screenshots clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(STAMP)

run: $(STAMP)
	@mkdir -p build/example
	@test -e build/example/report.md || cp -R examples/. build/example/
	$(BIN)/exam-tui build/example/report.md

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest --numprocesses 2

# Everything but what takes the night: the long forms too, and the branches of the core that its own tests reach.
test-all: $(STAMP)
	$(BIN)/python -m pytest --numprocesses 2 -m "full or not full"
	$(BIN)/python -m pytest --numprocesses 2 -m "full or not full" --cov --cov-report=term tests/core tests/findings

# What is about speed, each figure as a ratio within one run. Wants a quiet machine.
bench: $(STAMP)
	$(BIN)/python -m pytest benchmarks

# What proves the page from outside: axe-core, the Nu validator (it needs Java), CommonMark's examples. Tests that need
# one of them are skipped where it is not there.
PAGE_TOOLS := axe-core@4.14.1 commonmark-spec@0.31.2 vnu-jar@26.9.27
page-tools:
	npm install --prefix build/npm --no-save --no-audit --no-fund --ignore-scripts --loglevel=error $(PAGE_TOOLS)

nightly: fuzz
	$(BIN)/python -m pytest -m nightly

# Damaged reports through everything, on all cores: `make fuzz`, `make fuzz N=5000`.
N := 100000
fuzz: $(STAMP)
	$(BIN)/python -m tests.findings.fuzz --count $(N)

# Programs killed while they save: `make kills`, `make kills N=500`.
kills: N := 10000
kills: $(STAMP)
	$(BIN)/python -W error -m tests.storage.kills --kills $(N)

docs: $(STAMP)
	$(BIN)/python -c "from exam_tui.cli.explain import findings_page; print(findings_page(), end='')" > docs/findings.md

screenshots: $(STAMP)
	$(BIN)/python screenshots/make.py

clean:
	rm -rf build dist .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
