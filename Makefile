# The verbs of daily work. `make run` and `make test` need only Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
HOME_DIR ?= .fanthology
PORT ?= 8000
MILLION_DIR ?= .fanthology-million
WORKS ?= 1000000

.PHONY: run test lint audit format lock bench bench-search clean

# What runs the archive, and what builds and checks it, are locked and installed apart: a reader need not wait for linters.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Fanthology needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making a virtual environment in $(VENV) and installing Fanthology into it (once)..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.developing: $(VENV)/.installed requirements-dev.lock
	@echo "Installing what tests and checks need (once)..."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.installed  ## import the sample library and serve it on http://127.0.0.1:8000
	@$(BIN)/fanthology --home $(HOME_DIR) import --quiet samples || true
	@$(BIN)/fanthology --home $(HOME_DIR) serve --port $(PORT)

test: $(VENV)/.developing  ## run the tests
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup

lint: $(VENV)/.developing  ## what a change must pass before it is reviewed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

audit: $(VENV)/.developing  ## whether anything that is locked has a known vulnerability; says so where nobody answers
	@$(BIN)/python .ci/audit.py requirements.lock requirements-dev.lock

format: $(VENV)/.developing
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock:  ## resolve pyproject.toml anew into the two lock files (needs uv)
	$(COMPILE) --output-file requirements.lock pyproject.toml requirements-build.in
	$(COMPILE) --group dev --constraints requirements.lock --output-file requirements-dev.lock pyproject.toml requirements-build.in

BENCHMARKS := $(filter-out benchmarks/bench_million.py benchmarks/bench_suggest.py,$(wildcard benchmarks/bench_*.py))
bench: $(VENV)/.developing  ## run the benchmarks; figures go into docs/performance.md by hand
	@for b in $(BENCHMARKS); do echo "== $$b"; $(BIN)/python $$b || exit 1; done

bench-search: $(VENV)/.developing  ## ask a million made-up works (or WORKS), which are kept in MILLION_DIR
	@$(BIN)/python benchmarks/bench_million.py $(WORKS) --home $(MILLION_DIR)
	@$(BIN)/python benchmarks/bench_suggest.py $(WORKS) --home $(MILLION_DIR)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
