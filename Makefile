# Two commands do all set-up by themselves:
#   make map     build maps/index.html from the data that ships
#   make test    lint, types, import floors, unit, JavaScript and browser tests
# and make site builds the documentation.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WEB := $(shell find src/conflictmap/web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
TSC := src/conflictmap/web/node_modules/typescript/bin/tsc
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: map test quick lowest lint licences torture wheel chromium site bench constraints audit release clean help
.DEFAULT_GOAL := help

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "conflictmap needs Python 3.11 or newer; say: make map PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing; on Debian: apt-get install python3-venv"; exit 2; }

# The package is installed again when its metadata or the page's scripts change; Python sources are used in place.
$(VENV)/.installed: pyproject.toml hatch_build.py $(WEB) | $(BIN)/python
	@echo "Installing conflictmap into $(VENV) (a minute or two the first time)"
	@$(PIP) install --upgrade pip
	@$(PIP) install --editable '.[editor]'
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo "Installing the tools of the tests"
	@$(PIP) install --group test
	@touch $@

map: $(VENV)/.installed  ## build maps/index.html from data/
	@$(BIN)/conflictmap build

test: $(VENV)/.installed-test chromium lint wheel  ## everything: lint, types, floors, unit, JavaScript and browser tests
	$(BIN)/pytest -n 2 --dist loadfile

quick: $(VENV)/.installed-test lint  ## the same without the browser
	$(BIN)/pytest -m "not browser" -n 2 --dist loadfile

# An environment of its own; --help is slower with the lowest versions, and its time is promised of today's.
lowest: $(VENV)/.installed-test  ## the quick tests with the lowest version of each package that pyproject.toml allows
	@mkdir -p build && $(BIN)/python tests/lowest_versions.py > build/lowest.txt
	@$(PYTHON) -m venv build/lowest
	@build/lowest/bin/python -m pip --disable-pip-version-check --quiet install --upgrade pip
	@build/lowest/bin/python -m pip --disable-pip-version-check --quiet install --constraint build/lowest.txt \
	  --editable '.[editor,documents,figures,distributed]' --group test
	build/lowest/bin/pytest -m "not browser" -n 2 --dist loadfile --deselect tests/test_atlas.py::test_help_is_there_at_once

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if command -v node >/dev/null && [ -f $(TSC) ]; then node $(TSC) --project src/conflictmap/web/tsconfig.json; \
	else echo "No node here: the types of the page's scripts are not checked"; fi

# Go on with an interrupted run: make torture JOURNAL=torture.jsonl
torture: $(VENV)/.installed-test chromium  ## hours of bad input: damaged files, full disks, kills, writers at once, fuzzing, the editor, the page
	$(BIN)/python tests/torture $(if $(JOURNAL),--journal $(JOURNAL))
	$(BIN)/pytest -q tests/browser/test_hostile_text.py

# The licences of what the page bundles, from the packages themselves; the tests say when they are to be made again.
licences: $(VENV)/.installed  ## write THIRD_PARTY.md anew
	@cp src/conflictmap/web/dist/THIRD_PARTY.md THIRD_PARTY.md

# The wheel, installed in an environment of its own, builds the map in an empty folder from the data inside it.
wheel: $(VENV)/.installed-test
	@rm -rf build && mkdir -p build
	@$(PIP) wheel --no-deps --wheel-dir build .
	@$(BIN)/python -m venv build/venv
	@build/venv/bin/python -m pip --disable-pip-version-check --quiet install build/*.whl
	@empty=$$(mktemp -d) && built=$$PWD/build/venv/bin/conflictmap && cd "$$empty" && "$$built" build \
	  && test -s maps/index.html && rm -r "$$empty"

# Two builds of one commit give the same bytes; what stands in build/release is what a release attaches. The wheel builds the map
# in an empty folder, from an environment in which there is nothing else on the path: no Node, no compiler.
release: $(VENV)/.installed-test  ## wheel and source distribution into build/release, built twice and compared, and tried
	@$(PIP) install 'build>=1.2'
	@rm -rf build/release build/again
	@$(BIN)/python -m build --outdir build/release . >/dev/null
	@$(BIN)/python -m build --outdir build/again . >/dev/null
	@for file in build/release/*; do cmp "$$file" "build/again/$$(basename "$$file")" || exit 1; done && rm -r build/again
	@rm -rf build/clean && $(PYTHON) -m venv build/clean
	@build/clean/bin/python -m pip --disable-pip-version-check --quiet install build/release/*.whl
	@empty=$$(mktemp -d) && bin=$$PWD/build/clean/bin && cd "$$empty" \
	  && env -i HOME="$$empty" PATH="$$bin" "$$bin/conflictmap" build >/dev/null && test -s maps/index.html && rm -r "$$empty"
	@cd build/release && sha256sum * | tee SHA256SUMS

bench: $(VENV)/.installed-test chromium  ## every benchmark beside its peer: benchmarks/RESULTS.md and its pictures
	$(BIN)/python benchmarks/all.py

constraints: $(VENV)/.installed-test  ## write constraints.txt anew: one set of versions for development
	@$(PIP) install 'uv>=0.5'
	@{ sed -n '/^#/p' constraints.txt; $(BIN)/uv pip compile pyproject.toml --all-extras --group test --group docs \
	  --python-version 3.11 --universal --no-header --no-annotate --quiet; } > build.constraints \
	  && mv build.constraints constraints.txt

# Strict: a package that the list does not know, or a list that cannot be asked, is a fault, and no audit that found nothing.
audit: $(VENV)/.installed-test  ## known faults of the packages that are installed, from the index's own list
	@$(PIP) install 'pip-audit>=2.7'
	@mkdir -p build && $(BIN)/python -m pip freeze --exclude-editable > build/installed.txt
	$(BIN)/pip-audit --strict --no-deps --disable-pip --requirement build/installed.txt

# Debian's Chromium, installed where that is allowed; without it the browser tests say so and are left out.
chromium:
	@command -v chromium >/dev/null || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium for the browser tests"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "No Chromium: the browser tests are left out. On Debian: sudo apt-get install chromium"; fi

site: $(VENV)/.installed  ## the documentation, into build/site: open build/site/index.html
	@$(PIP) install --group docs
	@$(BIN)/python docs/make_dictionary.py
	@$(BIN)/mkdocs build --strict --quiet
	@echo "build/site/index.html"

clean:  ## remove what was built and installed
	rm -rf $(VENV) src/conflictmap/web/dist src/conflictmap/web/node_modules maps/*.html build
