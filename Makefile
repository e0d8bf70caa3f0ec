# Two commands matter: `make run` and `make test`. Each sets up what it needs.

PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin
PORT   ?= 8000
CASE   ?= examples/todays-patient.yaml
PIP    := $(RUN)/pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run assess test check setup fix docs lock bench load benchmark clean

##@ Use
help:  ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run  ## Open the clinic in a browser, with an invented clinic in it (PORT=8000)
	@$(RUN)/psoas serve --demo --data output/clinic --port $(PORT)

assess: $(VENV)/.run  ## Assess today's patient (or CASE=file) and write story and report to output/
	@$(RUN)/psoas assess $(CASE) --format text --format html --format pdf --output output; \
	  code=$$?; case $$code in 0|10|11|12|13) exit 0;; *) exit $$code;; esac

##@ Develop
test: $(VENV)/.dev  ## Run every test; those of the web application on PostgreSQL as well
	@$(RUN)/python -m tests.browser_present
	$(RUN)/python -m tests.web.on_postgresql -q -n auto --dist loadfile
	$(RUN)/pytest -n auto --dist loadfile

check: $(VENV)/.dev  ## Lint, types, layers, knowledge: the fast gate
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/psoas knowledge check

fix: $(VENV)/.dev  ## Format, and mend what the linter can
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .

docs: $(VENV)/.dev  ## Write the generated reference, the JSON Schema and the compiled catalogs anew
	$(RUN)/python -m docs.generate
	$(RUN)/python -m docs.figures
	$(RUN)/python -m docs.catalogs

benchmark: $(VENV)/.dev  ## Run the vignettes and the simulation, and write their page anew
	$(RUN)/python -m benchmarks.report

bench: $(VENV)/.dev  ## Measure an assessment, a cohort of a million, and a tap in the browser
	$(RUN)/python -m benchmarks.speed
	$(RUN)/python -m benchmarks.cohort
	$(RUN)/python -m benchmarks.taps

load: $(VENV)/.dev  ## Let fifty people use the web application at once, on SQLite and on PostgreSQL
	$(RUN)/python -m benchmarks.load

lock:  ## Work out the locked dependencies anew (needs uv)
	uv pip compile pyproject.toml requirements/build.in --extra web --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements/run.lock
	uv pip compile pyproject.toml requirements/build.in --extra web --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements/dev.lock

setup: $(VENV)/.dev  ## Make the environment for development

clean:  ## Remove the environment and what was generated
	rm -rf $(VENV) output .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Psoas needs Python 3.11 or later; set PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making the environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Psoas needs (about 250 MB, a minute) ..."
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Psoas and its tests need (about 500 MB, two minutes) ..."
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.run
