# Two commands do everything, on a machine with Python 3.11 or newer and nothing else of ours:
#   make run    sets up and starts the demonstration on an embedded database
#   make test   sets up and runs every check and test
# What they install goes into .venv/, node_modules/ and var/; a later run installs nothing again.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
CLIENT := $(shell find app/client app/content translations -type f -not -path "*/generated/*" -not -path "*/public/content/*" -not -path "*/node_modules/*" -not -name "*.pyc" 2>/dev/null) package.json
READY := var/ready

.PHONY: FORCE help run build test test-all check bench conformance words format clean lock

help: ## Show the commands
	@echo "SpeakUp"
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(READY)/client ## Start the demonstration: app, desk, hotline simulator, on SQLite (PORT=8000)
	@exec speakup demo --port $(PORT)

build: $(READY)/client ## Build the phone app and the desk into app/static/

test: $(READY)/dev $(READY)/client $(READY)/system check ## Run every check and test, but for the slow campaigns
	npm run --silent test
	speakup conformance tests/vectors
	npm run --silent conformance -- tests/vectors
	pytest -m "not slow" --ignore=tests/browser --numprocesses=2 --dist=loadfile
	pytest -m "not slow" --numprocesses=3 tests/browser

test-all: $(READY)/dev $(READY)/client $(READY)/system check ## The same and the slow campaigns
	npm run --silent test
	pytest --ignore=tests/browser
	pytest --numprocesses=2 tests/browser

check: $(READY)/dev $(READY)/words ## Lint, types, floors
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	npm run --silent check
	npm run --silent lint
	speakup words check

bench: $(READY)/dev $(READY)/client $(READY)/system ## Measure speed and size; table here, JSON in var/bench.json
	python -m tests.bench $(BENCH)

conformance: $(READY)/node ## Run the protocol's vectors through both implementations
	speakup conformance tests/vectors
	npm run --silent conformance -- tests/vectors

format: $(READY)/dev ## Format the Python code
	ruff format .
	ruff check --fix .

lock: ## Write the lock files anew after editing pyproject.toml (needs uv on the PATH)
	.ci/lock

clean: ## Remove what was installed and built; keeps var/demo
	rm -rf .venv node_modules app/static $(READY)

# ---- set-up, one step a stamp ----

$(READY)/python: requirements.lock pyproject.toml .ci/python
	@.ci/python "$(PYTHON)" requirements.lock
	@mkdir -p $(READY) && touch $@

$(READY)/dev: $(READY)/python requirements-dev.lock
	@.ci/python "$(PYTHON)" requirements-dev.lock
	@touch $@

$(READY)/node: $(READY)/python package.json package-lock.json requirements-node.lock .ci/node
	@.ci/node
	@touch $@

$(READY)/words: $(READY)/node $(CLIENT)
	@speakup words build >/dev/null
	@touch $@

# The pins are part of the app: who builds with others, or with none, builds anew.
$(READY)/pins: FORCE
	@mkdir -p $(READY)
	@printf '%s' "$${SPEAKUP_CLIENT_PINS-}" | cmp -s - $@ || printf '%s' "$${SPEAKUP_CLIENT_PINS-}" > $@

FORCE:

$(READY)/client: $(READY)/words $(READY)/pins
	@echo "Building the phone app and the desk, $$([ -s $(READY)/pins ] && echo "with the pins of your organisation" || echo "without pins") …"
	@npm run --silent build
	@touch $@

$(READY)/system: .ci/system
	@.ci/system
	@mkdir -p $(READY) && touch $@
