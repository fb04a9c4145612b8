# The commands that README, CI and you run. Each makes .venv and installs from the lock when that is needed.

PYTHON ?= python3
BIN := .venv/bin
STATE ?= state
NODE := tests/html/node_modules/.package-lock.json
export NO_PROXY := 127.0.0.1,localhost

# Modules are compiled once, not by each of the many processes of a demo and of its tests.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo up check docs test test-all site-check bench chaos lock clean

demo: .venv/installed
	$(BIN)/kutsu demo --config config/demo --state $(STATE)

up: .venv/installed
	$(BIN)/kutsu up --config $(or $(CONFIG),config/demo) --state $(STATE)

check: .venv/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/test_house.py

# The docs as a site in build/docs; a warning, such as a link or an anchor that leads nowhere, is an error.
docs: .venv/installed
	$(BIN)/zensical build --strict --clean

test: .venv/installed
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not system"

# tests/conftest.py tells which share a worker, and which begin first: a house is several processes, and two are enough for two cores.
test-all: .venv/installed $(NODE)
	$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder -m system

# Every page of the demo's site in every language: axe-core, html-validate, no scrolling to the side. JOBS=1 for one browser.
site-check: .venv/installed $(NODE)
	$(BIN)/python -m tests.site $(if $(JOBS),--jobs $(JOBS))

bench: .venv/installed
	$(BIN)/python -m tests.bench $(or $(RUNS),5)

.venv/installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# html-validate, which holds every mail to the HTML standard: what is pinned in tests/html, into a folder that git ignores.
$(NODE): tests/html/package.json tests/html/package-lock.json
	npm ci --prefix tests/html --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

# Kill publishers at every step (docs/reliability.md). DOCS=docs/reliability.md puts the figures there.
chaos: .venv/installed
	$(BIN)/python -m tests.chaos --kills $(or $(KILLS),100) --seed $(or $(SEED),1) $(if $(DOCS),--docs $(DOCS))

lock:
	uv pip compile pyproject.toml --extra dev --extra build --generate-hashes --universal --python-version 3.11 \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements.lock

clean:
	rm -rf .venv $(STATE)
