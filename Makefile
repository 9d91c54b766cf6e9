# The commands of the project. `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV ?= .venv
PY := $(VENV)/bin/python

# A machine may switch bytecode off; without it every start compiles Rasa anew (13 s instead of 3).
export PYTHONDONTWRITEBYTECODE :=
export RASA_TELEMETRY_ENABLED := false
export OMP_NUM_THREADS := 1

.PHONY: help run test lint types unit validate conversations browser bench eval-risk eval-understanding lock train clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-20s %s\n", $$1, $$2}'

# ------------------------------------------------------------------ environment

$(VENV)/.ready: requirements.lock .ci/make-environment $(shell find bot/rasa_glue/tensorflow_standin/src -name '*.py')
	@bash .ci/make-environment $(VENV) requirements.lock
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	@echo "Installing what the tests need ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# ------------------------------------------------------------------ the main job

run: $(VENV)/.ready ## set up what is missing, start everything, print the addresses (PORT=8080 DATA_DIR=var)
	@exec $(PY) -m bot serve

train: $(VENV)/.ready ## train the model if one of its inputs changed
	@$(PY) -m bot train

# ------------------------------------------------------------------ checks

test: $(VENV)/.ready-dev ## set up what is missing, then every check
	@$(MAKE) --no-print-directory lint types train unit validate conversations browser

lint: $(VENV)/.ready-dev ## style (ruff)
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check .

types: $(VENV)/.ready-dev ## types (mypy)
	@$(VENV)/bin/mypy

unit: $(VENV)/.ready-dev ## unit and process tests
	@$(PY) -m pytest -m "not browser"

validate: $(VENV)/.ready-dev ## Rasa's own check of the dialogue's data
	@PYTHONWARNINGS=ignore $(PY) -m rasa data validate --max-history 3

conversations: $(VENV)/.ready-dev train ## conversation tests with Rasa's own runner
	@PYTHONWARNINGS=ignore $(PY) -m rasa test core --stories tests/conversations --out results \
	    --fail-on-prediction-errors --no-plot

browser: $(VENV)/.ready-dev train ## the pages in Chromium (installed when it can be)
	@bash .ci/need-chromium || true
	@$(PY) -m pytest -m browser -rs

eval-risk: $(VENV)/.ready-dev ## how well danger is noticed, on the held-out sets
	@$(PY) -m bot.risk.evaluate

eval-understanding: $(VENV)/.ready-dev train ## how well needs, places and intents are understood
	@$(PY) -m bot.nlu.evaluate

bench: $(VENV)/.ready-dev train ## speed and memory beside stock Rasa, in one run (see docs/benchmark.md)
	@$(PY) -m tests.bench

# ------------------------------------------------------------------ upkeep

lock: ## make the lock files anew from requirements*.in (needs uv)
	uv pip compile --quiet --python-version 3.10 --no-header --no-annotate --generate-hashes \
	    --no-emit-index-url --override requirements.overrides requirements.in -o requirements.lock
	uv pip compile --quiet --python-version 3.10 --no-header --no-annotate --generate-hashes \
	    --no-emit-index-url --override requirements.overrides -c requirements.lock \
	    requirements-dev.in -o requirements-dev.lock

clean: ## remove the environment, models and caches (keeps the data under var/)
	rm -rf $(VENV) models .rasa results .pytest_cache .mypy_cache .ruff_cache
