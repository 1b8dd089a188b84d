# The front door. `make help` lists what there is; every recipe that needs the environment builds it first.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash
# A program that must be compiled anew at each start is three times as slow to begin, and the tests start many.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# One process for each core, at most four; they take tests from each other when they run out of their own.
SPREAD := -n auto --maxprocesses 4 --dist worksteal
UV ?= uv
LOCK := $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

# Who gets through where rests on no database.
ON_POSTGRES := tests/api tests/cli tests/records tests/web --ignore tests/web/test_matrix.py

.PHONY: help
help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | sort | expand -t 14

.PHONY: setup
setup: ## Build the environment in .venv from the development lock (fast when up to date)
	@tools/setup.sh

.PHONY: run
run: setup ## The site and its worker on http://127.0.0.1:8000 (PORT=N for another port); Ctrl-C ends it
	@exec $(BIN)/dugnad up $(if $(PORT),--port $(PORT))

.PHONY: test
test: setup chromium lint ## Everything that must pass before a change is taken in: lint and tests
	$(PYTEST) -m "not pictures" $(SPREAD) $(ARGS)

.PHONY: test-long
test-long: setup chromium ## The long fault and scale runs, and all that uses the database on PostgreSQL where it is installed
	$(PYTEST) -m "long and not alone" $(SPREAD) $(ARGS)
	$(PYTEST) -m "long and alone" $(ARGS)
	@tools/postgres.sh $(PYTEST) -m "django_db or postgres" $(SPREAD) $(ON_POSTGRES)
	@tools/postgres.sh $(PYTEST) -m "long and postgres"

.PHONY: lint
lint: setup ## Style, types, floors, spelling, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	@tools/lint_templates.sh

.PHONY: format
format: setup ## Let ruff put the Python code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: chromium
chromium:
	@tools/chromium.sh

.PHONY: bench
bench: setup ## Measure every claim of speed in one run and write docs/reference/performance.md
	$(BIN)/python bench/run.py

.PHONY: pictures
pictures: setup chromium ## A screenshot of every page, wide and narrow, in var/pictures
	$(PYTEST) tests/browser -m pictures

.PHONY: docs
docs: setup ## Write docs/reference anew from the code and the content
	$(BIN)/python tools/reference.py

.PHONY: lock
lock: ## Resolve requirements*.lock anew; needs uv (pip install uv)
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) pyproject.toml --extra dev --constraint requirements.lock --output-file requirements-dev.lock

.PHONY: clean
clean: ## Remove the environment and everything built; the store and the database under var/ stay
	rm -rf .venv node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf src/dugnad/web/static/vendor
	find src tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} +
