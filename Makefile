# Two commands do everything on a fresh machine with Python 3.11 and make: `make run` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3.11
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
BIN := .venv/bin
PORT ?= 8080

export RASA_TELEMETRY_ENABLED := false
export UV_PYTHON_DOWNLOADS := never
# Some machines forbid bytecode, which triples every start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install run test check bench soak clean

help: ## Show this help
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.uv/bin/uv:
	@echo "Hämtar uv …"
	@$(PYTHON) -m venv .uv && .uv/bin/pip install --quiet --disable-pip-version-check "uv>=0.7,<1"

# Rasa phones home unless told not to; here it is told in every way of running, also by its own commands.
QUIET = echo 'import os; os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")' \
	> .venv/lib/python3.11/site-packages/telemetry_off.pth

.venv/.run-ready: uv.lock pyproject.toml | $(filter .uv/bin/uv,$(UV))
	@echo "Installerar miljön i .venv (några minuter första gången) …"
	@$(UV) sync --frozen --no-dev --inexact --compile-bytecode --python $(PYTHON)
	@$(QUIET)
	@touch $@

.venv/.test-ready: uv.lock pyproject.toml | $(filter .uv/bin/uv,$(UV))
	@echo "Installerar miljön med testverktyg i .venv …"
	@$(UV) sync --frozen --compile-bytecode --python $(PYTHON)
	@$(QUIET)
	@touch $@ .venv/.run-ready

install: .venv/.run-ready ## Prepare the environment in .venv

run: .venv/.run-ready ## Prepare everything, then serve and print the address
	@exec $(BIN)/samtalskompassen serve --port $(PORT)

check: .venv/.test-ready ## Lint, types, room boundaries and content, without a model
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/samtalskompassen guides check

test: check ## Everything that can run here
	$(BIN)/pytest -q -m "not model and not browser and not soak"
	$(BIN)/samtalskompassen train
	$(BIN)/rasa data validate --domain domain.yml --data data --fail-on-warnings
	$(BIN)/pytest -q -m "model and not browser and not soak"
	$(BIN)/pytest -q -m "browser and not soak"

bench: .venv/.test-ready ## Compare with a stock Rasa bot
	$(BIN)/samtalskompassen bench

soak: .venv/.test-ready ## Long runs: load, kills, fuzzing
	$(BIN)/pytest -q -m soak

clean: ## Remove what can be made again
	rm -rf models var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache results
