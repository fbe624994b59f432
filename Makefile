# One word does one thing: `make` alone sets xcdata up and does its main job, `make help` lists the rest.
# Needs Python >= 3.11 with venv, and make; everything else goes into .venv, nothing outside this folder.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# What the results are made from; each is made again when one of these is newer, or when it is gone.
SOURCES := $(shell find xcdata data/raw data/reference -type f -not -name '*.pyc') pyproject.toml requirements/main.txt
# The workbook comes last: it is not written over one that was edited, and the other results are there all the same.
RESULTS := outputs/.tables outputs/.charts outputs/review.html outputs/xuchang-summary.xlsx

.PHONY: all test test-all lab notebooks docs bench requirements clean help
.NOTPARALLEL:

all: $(VENV)/.ready-main $(RESULTS)  ## Set up and do the main job: tables, workbook, charts and review page
	@echo; echo "Made:"; for path in data/processed/* outputs/*; do echo "  $$path"; done
	@echo "Next: 'make lab' to explore the tables in Jupyter, '$(VENV)/bin/xcdata --help' for the commands, 'make help' for the rest."

# A stamp says when a folder was made as a whole: git gives committed tables the time of the checkout. The folder itself
# is among the prerequisites, as it is newer than the stamp once a file in it was added, replaced or removed.
outputs/.tables: $(SOURCES) data/processed $(wildcard data/processed/*) | $(VENV)/.ready-main outputs
	@echo "== the tables"; $(RUN) -m xcdata build && touch $@
outputs/xuchang-summary.xlsx: $(SOURCES) | $(VENV)/.ready-main
	@echo "== the workbook"; $(RUN) -m xcdata excel
outputs/.charts: $(SOURCES) outputs/charts $(wildcard outputs/charts/*) | $(VENV)/.ready-main
	@echo "== the charts"; $(RUN) -m xcdata charts && touch $@
outputs/review.html: $(SOURCES) | $(VENV)/.ready-main
	@echo "== the review page"; $(RUN) -m xcdata report
data/processed outputs outputs/charts:
	@mkdir -p $@

# What is marked so runs in test-all alone; pyproject.toml says what each mark means. So does coverage, which doubles the time of a test.
ELSEWHERE := browser, cluster, office, slow
define check
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports --no-logo
	$(RUN) -m pytest -n 2 --dist worksteal $(1)
endef

test: $(VENV)/.ready-test  ## Check everything: lint, format, types, layers, tests and docstrings
	$(call check)
	@echo "Not run here: $(ELSEWHERE); coverage: 'make test-all'."

test-all: $(VENV)/.ready-test $(VENV)/.ready-docs  ## The same with what needs a browser, an office or patience, and coverage; what is missing fails
	$(call check,-m '' --hypothesis-profile=thorough --cov --cov-report=term --cov-report=html)
	@echo "Made: build/coverage/index.html, which shows the lines that no test reaches."

# Containers run as root, and Jupyter would refuse them without --allow-root; without encryption each kernel warns.
lab: $(VENV)/.ready-notebooks  ## Open JupyterLab at the first notebook
	$(RUN) -m jupyterlab --allow-root --MappingKernelManager.transport_encryption=auto \
	  --ServerApp.root_dir="$(CURDIR)" notebooks/00-start-here.ipynb

notebooks: $(VENV)/.ready-notebooks  ## Run every notebook afresh and keep its outputs
	$(RUN) tests/fresh.py notebooks/*.ipynb

docs: $(VENV)/.ready-docs  ## Make a site of the documentation, which needs no network
	NO_MKDOCS_2_WARNING=1 $(RUN) -m mkdocs build --strict --quiet
	@echo "Made: build/site/index.html, which a browser opens from disk."

bench: $(VENV)/.ready-test  ## Measure what the documentation states about speed and quality
	@set -e; for script in benchmarks/bench_*.py; do echo "== $$script"; $(RUN) "$$script"; done

SETUPS := main corpus docs test notebooks serve
COMPILE := build/compile/bin/python -m uv pip compile pyproject.toml build/backend.in --universal --python-version 3.11 \
  --only-binary :all: --quiet --no-header --no-annotate --no-strip-extras

# One resolution of everything comes first, so that no set-up fights another in the same .venv.
# Extras stay in the names: where one requires 'coverage[toml]' and another line pins 'coverage', pip looks at the newest version
# of the first, whose hash is not there, and gives up on the day that there is one.
requirements:  ## Compile requirements/*.txt anew from pyproject.toml, with today's versions and their hashes
	"$(PYTHON)" -m venv build/compile
	build/compile/bin/python -m pip install -q --disable-pip-version-check 'uv>=0.9,<1'
	build/compile/bin/python -c 'import tomllib; \
	  print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' > build/backend.in
	$(COMPILE) --all-extras > build/all.txt
	mkdir -p build/requirements requirements
	@set -e; for setup in $(SETUPS); do echo "requirements/$$setup.txt"; \
	  { echo "# What 'make' installs for $$setup: exact versions, and the hashes of their files. Do not edit: change the ranges"; \
	    echo "# in pyproject.toml, then run 'make requirements'."; \
	    $(COMPILE) $$([ $$setup = main ] || echo --extra $$setup) --constraints build/all.txt --generate-hashes; \
	  } > build/requirements/$$setup.txt; done
	mv build/requirements/*.txt requirements/

clean:  ## Remove .venv, builds, caches, and outputs/ with all that was typed or put there (data/ stays)
	rm -rf $(VENV) outputs build dist .*_cache .hypothesis .coverage
	find xcdata tests -name __pycache__ -prune -exec rm -rf {} +

help:  ## This list
	@echo "New here? Type 'make', then 'make lab'. With another Python: make PYTHON=python3.13"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

# Setting up. The stamp .ready-X says that the packages of X are in; .whole is away while pip works, so that a set-up
# that was killed is started afresh instead of believed. A venv remembers its absolute path: after the folder was moved,
# or its Python removed, its stamps mean nothing.
$(shell [ -x $(RUN) ] && grep -qsF '$(CURDIR)/$(VENV)' $(VENV)/pyvenv.cfg || rm -f $(VENV)/.whole $(VENV)/.ready-*)

PIP := $(RUN) -m pip install -q --disable-pip-version-check

define install
	@set -e; if [ ! -e $(VENV)/.whole ]; then \
	  "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "xcdata needs Python 3.11 or newer; '$(PYTHON)' answers: $$("$(PYTHON)" --version 2>&1)"; \
	    echo "Install one, or name it: make PYTHON=/path/to/python3.13"; exit 1; } >&2; \
	  "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "'$(PYTHON)' cannot make virtual environments: its venv or ensurepip module is missing."; \
	    echo "On Debian and Ubuntu: sudo apt install python3-venv. Or name another: make PYTHON=..."; exit 1; } >&2; \
	  [ ! -e $(VENV) ] || echo "Starting afresh: $(VENV) was not finished, or was made elsewhere."; \
	  rm -f $(VENV)/.ready-*; rm -rf $(VENV); \
	  echo "Making $(VENV) with $$("$(PYTHON)" --version)"; \
	  "$(PYTHON)" -m venv $(VENV); \
	fi; \
	rm -f $(VENV)/.whole; \
	echo "Installing what requirements/$*.txt names (a minute or so the first time)"; \
	$(PIP) --require-hashes -r requirements/$*.txt; \
	$(PIP) --no-deps --no-build-isolation -e .; \
	touch $(VENV)/.whole $(VENV)/.ready-main $@
endef

# The project itself comes second: pip takes no folder where hashes are required. Its build backend is pinned too.
$(VENV)/.ready-%: requirements/%.txt pyproject.toml
	$(install)
