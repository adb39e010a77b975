# make run   build the graph and answer: which datasets link to the National Pupil Database?
# make test  the whole suite: lint, types, layers, canonical files, findings, tests
# make docs  the reference of ontology, schemes, shapes and queries, in build/reference
# make screenshots  the pictures of the README, by the Chromium of this machine
# All make .venv first; on a fresh machine nothing else is needed than Python 3.11 and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ALONE := tests/browser tests/cli tests/server# where time matters, one after the other

.PHONY: run test docs screenshots terms bench bench-search bench-endpoint bench-pages soak clean
.DELETE_ON_ERROR:

run: $(VENV)/run.stamp
	@$(BIN)/adrgraph build
	@$(BIN)/adrgraph run links-to dataset=npd

test: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/adrgraph format --check
	$(BIN)/adrgraph check --fail-on violation
	$(BIN)/python -m pytest $(PYTEST) --numprocesses auto --dist loadfile $(ALONE:%=--ignore=%)
	$(BIN)/python -m pytest $(PYTEST) $(ALONE)

docs: $(VENV)/test.stamp
	@$(BIN)/adrgraph reference build/reference

screenshots: $(VENV)/test.stamp
	$(BIN)/python -m tests.screenshots

terms: $(VENV)/test.stamp
	$(BIN)/python -m tests.terms

bench: $(VENV)/test.stamp
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/answer.py

bench-search: $(VENV)/test.stamp
	$(BIN)/python benchmarks/search.py

bench-endpoint: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python benchmarks/endpoint.py

bench-pages: $(VENV)/test.stamp
	$(BIN)/python benchmarks/pages.py

soak: $(VENV)/test.stamp
	ADRGRAPH_SOAK=600 $(BIN)/python -m pytest tests/server/test_isolation.py -k soak

clean:
	rm -rf $(VENV) build dist

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "$(PYTHON) is missing. Install Python 3.11 or later, or name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is $$($(PYTHON) -V). adrgraph needs Python 3.11 or later: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv. Install it, on Debian and Ubuntu with: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(BIN)/python pyproject.toml
	@echo "Installing adrgraph into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . || { \
	  echo "The installation failed: is the package index in reach?"; exit 1; }
	@touch $@

$(VENV)/test.stamp: $(BIN)/python pyproject.toml
	@echo "Installing adrgraph with what its tests need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' || { \
	  echo "The installation failed: is the package index in reach?"; exit 1; }
	@touch $@ $(VENV)/run.stamp
