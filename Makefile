# `make serve` and `make test` need Python 3.11 or newer and nothing else; the rest they set up themselves.
# With npm they bring SQLite for the browser too; without it `publish` leaves its page out.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MINUTES ?= 5
SIZE ?= 100000
ROUNDS ?= 3
BROWSED = hostile_pages news reading source_text
KNOW_DATASETTE = tests/pages $(BROWSED:%=tests/browser/test_%.py) tests/cli/test_serve.py tests/test_datasette.py tests/test_metadata.py tests/test_queries.py tests/test_queries_over_time.py tests/publish/test_bundle.py tests/publish/test_bundle_files.py tests/test_inbrowser.py

.PHONY: serve test test-pre faults mutants fuzz check format bench docs clean

serve: $(VENV)/.installed
	$(BIN)/timeline serve

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto $(PYTEST)

# With the newest Datasette, finished or not: what knows Datasette. Its plugin for pytest would close what tests share.
test-pre: $(VENV)-pre/.installed
	$(VENV)-pre/bin/python -m pytest -n auto -o datasette_autoclose=false $(KNOW_DATASETTE) $(PYTEST)

faults: $(VENV)/.installed-dev
	TIMELINE_FAULT_ROUNDS=300 $(BIN)/python -m pytest -n auto tests/faults tests/test_durable.py tests/test_tail.py tests/test_logfile.py

mutants: $(VENV)/.installed-dev
	$(BIN)/python -m tests.faults.mutants

fuzz: $(VENV)/.installed-dev
	$(BIN)/pip install --quiet --disable-pip-version-check --group fuzz
	$(BIN)/python -m tests.fuzz_lines $$(($(MINUTES) * 60))
	$(BIN)/python -m tests.fuzz_coverage $$(($(MINUTES) * 60))

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python docs/generate.py --check
	$(BIN)/timeline check

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# SIZE=1000000 for all of it; ROUNDS, and ONLY="rebuild reads" for a part.
bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks --size $(SIZE) --rounds $(ROUNDS) $(foreach name,$(ONLY),--only $(name))

docs: $(VENV)/.installed-dev
	$(BIN)/python docs/generate.py

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Timeline needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "Python has no venv here; on Debian: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed tests/vectors.txt tests/npm.py
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/pip install --quiet --disable-pip-version-check --group dev
	$(BIN)/pip install --quiet --disable-pip-version-check --group ftm || \
		echo "Without FollowTheMoney: PyICU needs a compiler, pkg-config and ICU (on Debian: libicu-dev). Its tests are skipped."
	rm -rf $(VENV)/vectors
	$(BIN)/pip download --quiet --disable-pip-version-check --no-deps --dest $(VENV)/vectors --requirement tests/vectors.txt
	$(BIN)/python -m tests.npm
	@touch $@

$(VENV)-pre/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)-pre
	$(VENV)-pre/bin/pip install --quiet --disable-pip-version-check --upgrade pip
	$(VENV)-pre/bin/pip install --quiet --disable-pip-version-check --editable . --group dev
	$(VENV)-pre/bin/pip install --quiet --disable-pip-version-check --upgrade --pre "datasette<2"
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	$(BIN)/pip install --quiet --disable-pip-version-check --group bench
	@touch $@

clean:
	rm -rf $(VENV) $(VENV)-pre build timeline.db timeline.db-shm timeline.db-wal
