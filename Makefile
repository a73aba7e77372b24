# The two commands of README: `make run`, the editor on a copy of the example report, and `make test`, lint, types, import
# contract and every behaviour once. Each makes what it needs in .venv first. CONTRIBUTING.md says which command is for what.
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
# One more than two cores have to do: many tests wait for a terminal, a browser or a file.
WORKERS := --numprocesses 3 --dist worksteal
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test test-all bench lint page-tools nightly fuzz kills places constraints docs screenshots clean

# `make PYTHON=/path/to/python3` names another Python.
$(RUN): pyproject.toml constraints.txt
	@python=$$(sh .ci/python $(if $(PYTHON),"$(PYTHON)")) && echo "Making an environment in $(VENV) with $$python ..." \
	  && "$$python" -m venv --clear $(VENV)
	@echo "Installing exam-tui ..."
	@$(PIP) --editable .
	@touch $@

$(DEV): $(RUN)
	@echo "Installing what the tests need (about a minute) ..."
	@$(PIP) --editable '.[dev]'
	@touch $@

run: $(RUN)
	@mkdir -p build/example
	@test -e build/example/report.md || cp -R examples/. build/example/
	$(BIN)/exam-tui build/example/report.md

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest $(WORKERS)

# Everything but what takes the night: the long forms too, and the branches of the core that its own tests reach.
test-all: test
	$(BIN)/python -m pytest $(WORKERS) -m full
	$(BIN)/python -m pytest $(WORKERS) -m "full or not full" --cov --cov-report=term tests/core tests/findings

# What is about speed, each figure as a ratio within one run: first what has a bound, then tables. Wants a quiet machine.
bench: $(DEV)
	$(BIN)/python -m pytest benchmarks
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/save.py
	$(BIN)/python benchmarks/page.py
	$(BIN)/python benchmarks/editor.py -n 1

# What proves the page from outside: axe-core, the Nu validator (it needs Java), CommonMark's examples. Tests that need
# one of them are skipped where it is not there.
PAGE_TOOLS := axe-core@4.14.1 commonmark-spec@0.31.2 vnu-jar@26.9.27
page-tools:
	npm install --prefix build/npm --no-save --no-audit --no-fund --ignore-scripts --loglevel=error $(PAGE_TOOLS)

nightly: fuzz places
	$(BIN)/python -m pytest -m nightly --timeout 0

# The default tests in places that are not like this machine: another user, another disk, other Pythons.
places: $(DEV)
	$(BIN)/python -m tests.places

# Damaged reports through everything, on all cores: `make fuzz`, `make fuzz N=5000`.
N := 100000
fuzz: $(DEV)
	$(BIN)/python -m tests.findings.fuzz --count $(N)

# Programs killed while they save: `make kills`, `make kills N=500`.
kills: N := 10000
kills: $(DEV)
	$(BIN)/python -W error -m tests.storage.kills --kills $(N)

# Renew the versions of everything that is installed, but for what pyproject.toml pins.
constraints:
	@rm -rf build/constraints && mkdir -p build
	@"$$(sh .ci/python)" -m venv build/constraints
	@build/constraints/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@{ echo "# The versions that the tests run with; \`make constraints\` renews them."; \
	  build/constraints/bin/python -m pip freeze --exclude-editable; } > constraints.txt

docs: $(DEV)
	$(BIN)/python -c "from exam_tui.cli.explain import findings_page; print(findings_page(), end='')" > docs/findings.md

screenshots: $(DEV)
	$(BIN)/python screenshots/make.py

clean:
	rm -rf build dist .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
