# The two commands of README: `make run`, the editor on a copy of the example report, and `make test`, lint, types, import
# contract and every behaviour once. Each makes what it needs in .venv first. CONTRIBUTING.md says which command is for what.
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
# Twice as many as two cores have to do: many tests wait for a terminal, a browser or a file.
WORKERS := --numprocesses 4 --dist worksteal
BENCH := build/bench/bin/python
FROZEN := build/constraints/bin/python
QUIETLY := --quiet --disable-pip-version-check
PIP := -m pip install $(QUIETLY) --constraint constraints.txt
CHOOSE := sh .ci/python $(if $(PYTHON),"$(PYTHON)")

.PHONY: run test test-all bench bench-bounds lint page-tools nightly long another fuzz kills places constraints docs screenshots clean

# `make PYTHON=/path/to/python3` names another Python. Where it is not the one of the environment, that is made anew.
ifneq ($(PYTHON),)
ifneq ($(shell $(CHOOSE) 2>/dev/null),$(shell cat $(VENV)/.python 2>/dev/null || echo none))
$(RUN): another
endif
endif

$(RUN): pyproject.toml constraints.txt
	@python=$$($(CHOOSE)) && echo "Making an environment in $(VENV) with $$python ..." \
	  && "$$python" -m venv --clear $(VENV) && echo "$$python" > $(VENV)/.python
	@echo "Installing exam-tui ..."
	@$(BIN)/python $(PIP) --editable .
	@touch $@

$(DEV): $(RUN)
	@echo "Installing what the tests need (about a minute) ..."
	@$(BIN)/python $(PIP) --editable '.[dev]'
	@touch $@

run: $(RUN)
	@mkdir -p build/example
	@test -e build/example/report.md || cp -R examples/. build/example/
	$(BIN)/exam-tui build/example/report.md

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy screenshots/make.py
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest $(WORKERS)

# Everything but what takes the night: the long forms too, and the branches of the core that its own tests reach.
test-all: test
	$(BIN)/python -m pytest $(WORKERS) -m full
	$(BIN)/python -m pytest $(WORKERS) -m "full or not full" --cov --cov-report=term tests/core

# All about speed, every figure set beside another of the same run: first what has a bound, then a table that goes into
# docs/speed.md, of the program as users have it, from a wheel with compiled files. Wants a quiet machine. With
# `make bench CHECKER="PYTHON report.py check"` the course's own checker, installed elsewhere, is measured too.
bench: bench-bounds
	@$(BENCH) $(PIP) --no-deps --force-reinstall .
	$(BENCH) benchmarks/table.py $(if $(CHECKER),--checker "$(CHECKER)") --write docs/speed.md

# What grows with the input and by how much, with bounds; and the page beside other programs' pages.
bench-bounds: $(DEV) build/bench/.dev
	$(BIN)/python -m pytest benchmarks
	@$(BENCH) $(PIP) --no-deps --force-reinstall .
	$(BENCH) benchmarks/page.py

build/bench/.dev: $(DEV)
	@$(BIN)/python -m venv --clear build/bench
	@$(BENCH) $(PIP) '.[dev]'
	@touch $@

# What proves the page from outside: axe-core, the Nu validator (it needs Java), CommonMark's examples. Tests that need
# one of them are skipped where it is not there.
PAGE_TOOLS := axe-core@4.14.1 commonmark-spec@0.31.2 vnu-jar@26.9.27
page-tools:
	npm install --prefix build/npm --no-save --no-audit --no-fund --ignore-scripts --loglevel=error $(PAGE_TOOLS)

# One that is red keeps none of the others from running.
nightly: $(DEV)
	@$(MAKE) --keep-going --jobs 1 long fuzz places

long: $(DEV)
	$(BIN)/python -m pytest -m nightly --timeout 14400

# The default tests in places that are not like this machine: another user, another disk, other Pythons.
places: $(DEV)
	$(BIN)/python -m tests.places

# Damaged reports through everything, on all cores: `make fuzz`, `make fuzz N=5000`.
N := 100000
fuzz: $(DEV)
	$(BIN)/python -m tests.behaviour.hostile.fuzz --count $(N)

# Programs killed while they save: `make kills`, `make kills N=500`.
kills: N := 10000
kills: $(DEV)
	$(BIN)/python -W error -m tests.behaviour.kills.random_kills --kills $(N)

# Renew the versions of everything that is installed, but for what pyproject.toml pins. What only Windows needs is named.
ON_WINDOWS := colorama
constraints:
	@rm -rf build/constraints && mkdir -p build
	@python=$$($(CHOOSE)) && "$$python" -m venv build/constraints
	@$(FROZEN) -m pip install $(QUIETLY) --editable '.[dev]' $(ON_WINDOWS)
	@$(FROZEN) -m pip freeze --exclude-editable > build/constraints/frozen
	@echo "# The versions that the tests run with; \`make constraints\` renews them." > build/constraints/new
	@sed 's/^$(ON_WINDOWS)==.*/&; sys_platform == "win32"/' build/constraints/frozen >> build/constraints/new
	@mv build/constraints/new constraints.txt

docs: $(DEV)
	$(BIN)/python -c "from exam_tui.cli.check.explain import findings_page; print(findings_page(), end='')" > docs/findings.md
	$(BIN)/python -c "from exam_tui.tui.keys.keymap import keys_page; print(keys_page(), end='')" > docs/keys.md
	$(BIN)/python -m tests.listing > tests/README.md

screenshots: $(DEV)
	$(BIN)/python screenshots/make.py

clean:
	rm -rf build dist .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
