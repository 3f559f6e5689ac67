# `make help` lists what there is. Everything is installed into .venv, which the first command makes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BROWSER := $(VENV)/.browser

.DEFAULT_GOAL := help
.PHONY: help serve test check format verify record clients browser bench coverage clean

help:            ## List the commands
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

serve: $(STAMP)  ## Serve the sample registry (mockauth.toml) on http://localhost:9191
	@$(BIN)/mockauth serve --config mockauth.toml

test: $(STAMP)   ## Run every test that needs no other runtime
	@$(BIN)/python -m pytest --numprocesses auto

check: $(STAMP)  ## Check format, lint, types, imports between packages, and spelling
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/codespell

format: $(STAMP) ## Put the code into its format
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

verify: $(STAMP) ## Compare with a live Keycloak 26.7.3 (needs a JDK 17 or newer, and Maven)
	@PYTHONPATH=tests $(BIN)/python -m contract.verify $(ARGS)

record: $(STAMP) ## Record the contract tests anew from a live Keycloak (needs a JDK 17 or newer, and Maven)
	@PYTHONPATH=tests $(BIN)/python -m contract.record $(ARGS)

clients: $(STAMP) ## Let clients of other languages judge (those whose runtime is found)
	@$(BIN)/python -m pytest -m "clients" tests/clients

browser: $(BROWSER) ## Tell the stories of logins to a real browser (needs Chromium)
	@$(BIN)/python -m pytest -m "browser" tests/browser

bench: $(STAMP)  ## Measure start, tokens per second and memory, as ratios
	@PYTHONPATH=tests $(BIN)/python -m bench

coverage: $(STAMP) ## Write docs/coverage.md anew from the recordings
	@PYTHONPATH=tests $(BIN)/python -m contract.coverage

clean:           ## Remove what the other commands made, but not the keys
	rm -rf $(VENV) .cache build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("mockauth needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." \
	  if sys.version_info < (3, 11) else 0)'
	@echo "Installing mockauth into $(VENV): only the first time, and when its dependencies change"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,check]'
	@touch $@

$(BROWSER): $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[browser]'
	@touch $@
