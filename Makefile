# Two commands to know: make run, make test.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

#: How many items the growth part of the bench compares with 1 000.
N := 50000

.PHONY: run install test soak bench check pins

run: .venv/.runtime ## migrate, seed an empty database, serve on http://127.0.0.1:8000 (PORT changes it)
	@exec $(BIN)/python wsgi.py

install: .venv/.development ## everything: what runs, and what tests it

test: .venv/.development ## the tests, on SQLite and PostgreSQL, with branch coverage
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term

soak: .venv/.development ## the tests under other hash seeds, each property on twenty times as many examples
	for seed in 0 1 2; do PYTHONHASHSEED=$$seed SOAK=20 $(BIN)/python -m pytest -n 2 || exit 1; done

bench: .venv/.bench ## how fast it is, against yardsticks on this machine (N=500000: growth up to as many items)
	$(BIN)/python -m tests.bench --items $(N)

check: .venv/.development ## style, types, floors, OpenAPI drift
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/flask --app wsgi openapi --check

pins: .venv/.bench ## write requirements.txt from what is installed
	$(BIN)/python -m pip freeze --all --exclude setuptools | grep -v ' @ ' > requirements.txt

.venv/.runtime: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --constraint requirements.txt pip
	$(PIP) install --constraint requirements.txt --group runtime
	touch $@

.venv/.development: .venv/.runtime
	$(PIP) install --constraint requirements.txt --group development
	touch $@

.venv/.bench: .venv/.development
	$(PIP) install --constraint requirements.txt --group bench
	touch $@
