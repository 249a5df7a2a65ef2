# Everything a person runs. `make help` lists the words.
PORT ?= 8000
STORE ?= directory
PYTHON ?= python3
BIN := .venv/bin
# A migration is what the models have more than the tables of a database of its own, brought up to date.
SCRATCH := env -u BANGVANG_DATABASE_URL BANGVANG_MODE=demo BANGVANG_INSTANCE=$(CURDIR)/build/migration
export BANGVANG_INSTANCE ?= $(CURDIR)/instance

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo run test check prove fmt migration lifecycles translations bench bench-pages bench-eligibility bench-import bench-preview bench-signatures

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: ## install what the product needs (system packages too, where it may)
	@sh tools/setup.sh run

setup-dev: ## install what tests and checks need besides
	@sh tools/setup.sh dev

demo: ## install, load the demo, serve it on PORT (8000); STORE=s3 keeps files on an S3 server
	@sh tools/setup.sh run $(STORE)
	@$(BIN)/python -m tools.demo --port $(PORT) --store $(STORE)

run: setup ## serve a real installation with gunicorn (settings from the environment)
	@$(BIN)/flask --app wsgi db upgrade
	@$(BIN)/flask --app wsgi standards
	@$(BIN)/gunicorn --workers 2 --threads 8 --worker-class gthread --no-control-socket --bind 127.0.0.1:$(PORT) wsgi:app

test: setup-dev ## all tests, on SQLite and PostgreSQL, with a real S3 server and a real browser
	@$(BIN)/python -m tools.run_tests

check: setup-dev ## what CI runs: lint, types, import contracts, tests
	@$(BIN)/ruff format --check workflow tests tools bench wsgi.py
	@$(BIN)/ruff check workflow tests tools bench wsgi.py
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tools.run_tests

prove: setup-dev ## the long proofs at full size, and every test of a database on PostgreSQL
	@BANGVANG_PROVE=1 $(BIN)/python -m pytest tests -m prove --timeout 3600
	@$(BIN)/python -m pytest tests -m "not prove" --db postgresql --only-db -n 2 --dist=loadfile

fmt: setup-dev ## format the code
	@$(BIN)/ruff format workflow tests tools bench wsgi.py
	@$(BIN)/ruff check --fix workflow tests tools bench wsgi.py

migration: setup ## write a migration: make migration m="add the ballot seal"
	@test -n "$(m)" || { echo 'Say what it does: make migration m="add the ballot seal"'; exit 1; }
	@$(SCRATCH) $(BIN)/flask --app wsgi db upgrade
	@$(SCRATCH) $(BIN)/flask --app wsgi db migrate -m "$(m)"

lifecycles: setup ## draw docs/lifecycles.md from the step tables
	@$(BIN)/python -m tools.lifecycles

translations: setup ## collect the texts for translators into translations/
	@$(BIN)/python -m tools.translations

bench: bench-pages bench-eligibility bench-import bench-preview bench-signatures ## every benchmark

bench-pages: setup-dev ## pages and acts against 200,000 nominations, beside a bare Flask page
	@$(BIN)/python -m bench.pages

bench-eligibility: setup-dev ## who of 10,000 people falls due for which of 20 awards
	@$(BIN)/python -m bench.eligibility

bench-import: setup-dev ## 100,000 rows of award history out of an .xlsx
	@$(BIN)/python -m bench.importing

bench-preview: setup-dev ## the wait for a paper's pages, LibreOffice cold and kept open
	@$(BIN)/python -m bench.preview

bench-signatures: setup-dev ## CPU of signing and checking, 1,000 certificates sealed with one key
	@$(BIN)/python -m bench.signatures
