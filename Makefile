# The project's commands. `make help` lists them; each line after ## is its help.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test lint types street bench pictures build lock wheel clean
python := .venv/bin/python

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build everything, start both products with their demos, print addresses and accounts; Ctrl-C stops all
	@bin/prepare run
	@export ZHISHOU_DATABASE_URL=$${ZHISHOU_DATABASE_URL:-$$DATABASE_URL}; unset DATABASE_URL; \
	  export ZHISHOU_DEMO=$${ZHISHOU_DEMO:-true} XIEBAN_DEMO=$${XIEBAN_DEMO:-true}; \
	  export ZHISHOU_DEMO_OFFICE_URL=$${ZHISHOU_DEMO_OFFICE_URL:-http://127.0.0.1:$${XIEBAN_PORT:-8700}}; \
	  exec $(python) -m jishi.supervisor zhishou xieban

test: ## run the whole suite, on PostgreSQL too where one answers
	@bin/prepare dev
	@exec $(python) -m tests $(ARGS)

lint: ## check the style (ruff)
	@bin/prepare dev
	@$(python) -m ruff format --check .
	@$(python) -m ruff check .

types: ## check the types (mypy, strict)
	@bin/prepare dev
	@$(python) -m mypy
	@$(python) -m mypy --config-file xieban/mypy.toml

street: ## check the order of the house (tests/architecture)
	@bin/prepare dev
	@$(python) -m pytest -q -p no:randomly tests/architecture

bench: ## measure the claims of docs/reference/benchmarks.md
	@bin/prepare dev
	@exec $(python) -m bench

pictures: ## take the README's pictures anew, from the demonstration that `make run` has started
	@exec $(python) -m tests.pictures

build: ## make the environment and the pages, start nothing
	@bin/prepare run

lock: ## make the hashed locks anew from requirements/*.in (needs uv)
	@for name in run dev chat pip; do uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-annotate --custom-compile-command "make lock" \
	  requirements/$$name.in -o requirements/$$name.txt >/dev/null; done

wheel: ## make dist/zhishou-*.whl, which carries the built pages
	@bin/prepare run
	@bin/zhishou messages compile
	@$(python) -m pip wheel -q --disable-pip-version-check --no-deps --wheel-dir dist .

clean: ## remove everything that was built; the data in var/ stays
	@for made in .venv .venv-chat frontend/node_modules; do [ -L $$made ] || rm -rf $$made; done
	@rm -rf jishi/pages/static/built jishi/typesetting/fonts build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	@find jishi zhishou xieban -name '*.mo' -delete; find . -name __pycache__ -not -path './.venv*/*' -not -path '*/node_modules/*' -prune -exec rm -rf {} +
