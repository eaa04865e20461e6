# The verbs of daily work. `make run` and `make test` need only Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_DIR ?= .fanthology
PORT ?= 8000

.PHONY: run test lint format lock schema bench clean

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Fanthology needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making a virtual environment in $(VENV) and installing (about a minute, once)..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(VENV)/.installed  ## import the sample library and serve it on http://127.0.0.1:8000
	@$(BIN)/fanthology --home $(HOME_DIR) import --quiet samples
	@$(BIN)/fanthology --home $(HOME_DIR) serve --port $(PORT)

test: $(VENV)/.installed  ## run the tests
	@$(BIN)/python -m pytest -q -n auto --dist loadgroup

lint: $(VENV)/.installed  ## what a change must pass before it is reviewed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:  ## resolve pyproject.toml anew into requirements.lock (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev --no-header \
	  --output-file requirements.lock pyproject.toml requirements-build.in

bench: $(VENV)/.installed  ## run the benchmarks; figures go into docs/performance.md by hand
	@for b in benchmarks/bench_*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
