# `make help` lists the commands. The first one creates .venv and installs what it needs into it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Serving needs 15 packages; tests and checks need about 80.
SERVING := $(VENV)/.serving
STAMP := $(VENV)/.installed
BROWSER := $(VENV)/.browser
PIP := $(BIN)/python -m pip install --disable-pip-version-check
CONTRACT := tokens token_client_credentials password_grant refresh_grant logins discovery certs userinfo

.DEFAULT_GOAL := help
.PHONY: help serve test test-quick check format verify record fuzz clients browser image bench bench-peers coverage docs site package zipapp clean

help:            ## List the commands
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

serve: $(SERVING) ## Serve the sample registry (mockauth.toml) on http://localhost:9191
	@$(BIN)/mockauth serve --config mockauth.toml

test: $(STAMP)   ## Run all tests that need nothing but Python (about 18,000 in 5 minutes on 2 cores)
	@echo "Running all tests, about 18,000: 5 minutes on 2 cores. For a first look: make test-quick (30 seconds)"
	@$(BIN)/python -m pytest --numprocesses auto

test-quick: $(STAMP) ## Run the unit and HTTP tests and some contract tests; leave out the rest (30 seconds)
	@echo "Running about 2,200 tests, without most contract tests, the command line, robustness and client libraries"
	@$(BIN)/python -m pytest --numprocesses auto tests/unit tests/http $(CONTRACT:%=tests/contract/test_%.py)

check: $(STAMP)  ## Check format, lint rules, types, imports between packages, spelling, links and the package
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/codespell
	@$(MAKE) --no-print-directory site
	@$(BIN)/python -m pytest -q -m package tests/package

format: $(STAMP) ## Format the code
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

verify: $(STAMP) ## Compare with a live Keycloak 26.7.3 (needs a JDK 17 or newer, and Maven)
	@PYTHONPATH=tests $(BIN)/python -m contract.verify $(ARGS)

record: $(STAMP) ## Record the contract tests again from a live Keycloak (needs a JDK 17 or newer, and Maven)
	@PYTHONPATH=tests $(BIN)/python -m contract.record $(ARGS)

fuzz: $(STAMP)   ## Compare random sequences of requests with a live Keycloak (MINUTES=10; needs a JDK and Maven)
	@PYTHONPATH=tests $(BIN)/python -m fuzz $(if $(MINUTES),--minutes $(MINUTES)) $(ARGS)

clients: $(STAMP) ## Test with client libraries of other languages (skips those without a runtime)
	@$(BIN)/python -m pytest -m "clients" tests/clients

browser: $(BROWSER) ## Test logins in a real browser (needs Chromium)
	@$(BIN)/python -m pytest -m "browser" tests/browser

image: $(STAMP)  ## Build the container image without Docker, and test it (needs root, debootstrap and bubblewrap)
	@PYTHONPATH=tests $(BIN)/python -m image
	@$(BIN)/python -m pytest -m "image" tests/image

bench: $(STAMP)  ## Measure start-up, tokens per second and memory, as ratios
	@PYTHONPATH=tests $(BIN)/python -m bench

bench-peers: $(STAMP) ## Measure mockauth beside other mock servers (installs them with npm and Maven)
	@PYTHONPATH=tests $(BIN)/python -m bench.peers $(ARGS)

coverage: $(STAMP) ## Generate docs/coverage.md from the recordings
	@PYTHONPATH=tests $(BIN)/python -m contract.coverage

docs: $(STAMP)   ## Generate the reference of all keys in docs/registry.md from the code
	@PYTHONPATH=tests $(BIN)/python -m registry_reference

site: $(STAMP)   ## Build the documentation site in build/site
	@$(BIN)/sphinx-build -q --fail-on-warning --keep-going -c docs . build/site

package: $(STAMP) ## Build the wheel and the source package in dist
	@$(BIN)/python -m build --outdir dist .

zipapp: $(STAMP) ## Build dist/mockauth.pyz, one file that runs with any Python 3.11 or newer of this platform
	@$(PIP) pex
	@$(BIN)/pex --quiet --venv --console-script mockauth --output-file dist/mockauth.pyz .

clean:           ## Remove what the other commands created, except the keys
	rm -rf $(VENV) .cache build *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("mockauth needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." \
	  if sys.version_info < (3, 11) else 0)'
	@echo "Creating a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(SERVING): pyproject.toml | $(VENV)/bin/python
	@echo "Installing mockauth and what it needs to serve into $(VENV) (only now, and when pyproject.toml changes)"
	@$(PIP) --editable .
	@touch $@

$(STAMP): pyproject.toml | $(VENV)/bin/python
	@echo "Installing mockauth, its tests and its checks into $(VENV) (only now, and when pyproject.toml changes)"
	@$(PIP) --editable '.[test,check,docs]'
	@touch $@ $(SERVING)

$(BROWSER): $(STAMP)
	@echo "Installing Playwright into $(VENV)"
	@$(PIP) --editable '.[browser]'
	@touch $@
