# Everything a newcomer, a developer and CI do here. `make help` lists it.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help chat install test check style types flows bench torture soak mutants picture audit pins wheel clean

# The first Python that is new enough; override with `make chat PYTHON=/path/to/python3.12`.
PYTHON ?= $(or $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done),python3)
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
VENV := .venv
RUN := $(VENV)/bin/python -m
INSTALL := $(RUN) pip install -qq --disable-pip-version-check --require-hashes -r
COMPILE := $(RUN) uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --strip-extras $(UPGRADE)

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

chat: $(VENV)/runtime ## talk with the bot in this terminal (installs what it needs the first time)
	@$(RUN) bot chat

install: $(VENV)/runtime ## what the bot runs on, into .venv
	@$(RUN) compileall -q bot

test: $(VENV)/development ## every test
	@$(RUN) pytest

check: style types flows test ## format, lint, types, import direction, flows and every test

style: $(VENV)/development ## format, lint and import direction
	@$(RUN) ruff format --check --quiet || { echo "Some files need: $(VENV)/bin/ruff format" >&2; exit 1; }
	@$(RUN) ruff check --quiet
	@$(RUN) bandit --quiet --severity-level medium --recursive bot
	@$(RUN) pytest --quiet --no-header tests/test_architecture.py

types: $(VENV)/development ## mypy --strict
	@$(RUN) mypy

flows: $(VENV)/runtime ## what the flows say, checked
	@$(RUN) bot flows check

bench: $(VENV)/benchmarks ## CPU per tap beside an empty PTB and an aiogram bot, per check-in, commit and proof
	@$(RUN) tests.bench

torture: $(VENV)/torture ## an hour of crashes, bad networks, outages, floods and nonsense (make torture MINUTES=10)
	@$(RUN) tests.torture --minutes $(or $(MINUTES),60)

soak: $(VENV)/development ## the prover against brute force, on thousands of other random flows (make soak FLOWS=50000)
	@CHECKBACK_SOAK=$(or $(FLOWS),20000) $(RUN) pytest -q tests/proofs/test_prove.py

mutants: $(VENV)/development ## each level, rule, condition and `when` of the flows broken in turn: what catches it
	@$(RUN) tests.proofs.mutation

picture: $(VENV)/development ## the README's picture, from a conversation with the real bot (needs chromium)
	@$(RUN) tests.picture

audit: $(VENV)/development ## known holes in what we depend on (asks PyPI; make audit STRICT=--strict: about each, or fail)
	@$(RUN) pip_audit --progress-spinner off --require-hashes --disable-pip $(STRICT) --requirement requirements.txt

wheel: $(VENV)/development ## dist/checkback-*.whl, flows within
	@$(RUN) hatchling build --target wheel

pins: $(VENV)/bin/python ## resolve the requirements anew (all to the newest: make pins UPGRADE=--upgrade)
	@$(RUN) pip install -qq uv
	@$(COMPILE) pyproject.toml --output-file requirements.txt
	@$(COMPILE) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
	@$(COMPILE) pyproject.toml --group bench --constraint requirements.txt --output-file requirements-bench.txt
	@$(COMPILE) --group torture --constraint requirements-dev.txt --output-file requirements-torture.txt
	@$(COMPILE) --group build --constraint requirements-dev.txt --output-file requirements-build.txt

clean: ## remove what was made, but no data
	@rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find bot tests -name __pycache__ -prune -exec rm -rf {} +

# One environment; a stamp in it for each set of requirements that it holds.
$(VENV)/runtime: requirements.txt requirements-build.txt $(VENV)/bin/python
	@echo "Installing what Checkback runs on into $(VENV) (once; about half a minute)..." >&2
	@$(INSTALL) $< -r requirements-build.txt
	@$(RUN) pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable . && touch $@

$(VENV)/development: requirements-dev.txt $(VENV)/runtime
	@echo "Installing what the tests and checks need into $(VENV) (once; about a minute)..." >&2
	@$(INSTALL) $< && touch $@

$(VENV)/benchmarks: requirements-bench.txt $(VENV)/runtime
	@$(INSTALL) $< && touch $@

# The guided fuzzer is not made for every Python; without it nonsense is made at random.
$(VENV)/torture: requirements-torture.txt $(VENV)/development
	@$(INSTALL) $< || echo "The guided fuzzer (atheris) does not install here; nonsense is made at random instead." >&2
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "Checkback needs Python 3.11 or newer, and found none. Install one, or name it: make chat PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make virtual environments. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
