# The two commands are `make run` and `make test`; each sets up .venv first where it is
# missing or older than the locked dependencies.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORTES := $(BIN)/portes

.DEFAULT_GOAL := help
.PHONY: help install names run test lint audit check bench screenshots lock clean

help:  ## Say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | sort

$(VENV)/.run: requirements.lock pyproject.toml
	@$(PYTHON) scripts/setup.py $(VENV) requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml
	@$(PYTHON) scripts/setup.py $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/.run

install: $(VENV)/.run  ## Set up .venv with what the app needs

names: requirements-nlp.lock pyproject.toml  ## Add the language model that finds names in open answers
	@$(PYTHON) scripts/setup.py $(VENV) requirements-nlp.lock

run: $(VENV)/.run  ## Set up and open the app on the Poitiers campaign
	@$(PORTES) run

test: $(VENV)/.dev  ## Set up and run the tests
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal

lint: $(VENV)/.dev  ## Check style, types and import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: $(VENV)/.dev  ## Look for known vulnerabilities of the pinned dependencies
	@$(BIN)/python -m scripts.audit requirements.lock

check: lint audit test  ## All checks: lint, audit, then the tests

bench: $(VENV)/.dev  ## Print the speed and size budgets with what was measured
	@$(BIN)/python -m bench

screenshots: $(VENV)/.dev  ## Take the README's pictures from the running app
	@$(BIN)/python -m scripts.screenshots

lock: $(VENV)/.dev  ## Pin the newest versions that fit pyproject.toml
	@sh scripts/lock.sh

clean:  ## Remove what was set up (no records: those lie in your data folder)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
