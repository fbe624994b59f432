# One word does one thing: `make` alone sets xcdata up and does its main job, `make help` lists the rest.
# Needs Python >= 3.11 with venv, and make; everything else goes into .venv, nothing outside this folder.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# What the results are made from; each is made again when one of these is newer, or when it is gone.
SOURCES := $(shell find xcdata data/raw data/reference -type f -not -name '*.pyc') pyproject.toml constraints.txt
RESULTS := outputs/xuchang-summary.xlsx outputs/charts/check_picture.svg outputs/review.html

.PHONY: all build test lab notebooks bench constraints clean help
.NOTPARALLEL:

all: $(VENV)/.ready-main build $(RESULTS)  ## Set up and do the main job: tables, workbook, charts and review page
	@echo; echo "Made:"; for path in data/processed/* outputs/*; do echo "  $$path"; done
	@echo "Next: 'make lab' to explore the tables in Jupyter, 'make help' for the rest."

build: $(VENV)/.ready-main
	@echo "== the tables"; $(RUN) -m xcdata build

outputs/xuchang-summary.xlsx: $(SOURCES) | $(VENV)/.ready-main
	@echo "== the workbook"; $(RUN) -m xcdata excel
outputs/charts/check_picture.svg: $(SOURCES) | $(VENV)/.ready-main
	@echo "== the charts"; $(RUN) -m xcdata charts
outputs/review.html: $(SOURCES) | $(VENV)/.ready-main
	@echo "== the review page"; $(RUN) -m xcdata report

test: $(VENV)/.ready-test  ## Check everything: lint, format, types, tests, coverage
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(RUN) -m pytest -n 2 --cov

# Containers run as root, and Jupyter would refuse them without --allow-root; without encryption each kernel warns.
lab: $(VENV)/.ready-notebooks  ## Open JupyterLab at the first notebook
	$(RUN) -m jupyterlab --allow-root --MappingKernelManager.transport_encryption=auto \
	  --ServerApp.root_dir="$(CURDIR)" notebooks/00-start-here.ipynb

# Nothing but the outputs changes: no times, no version of the Python at hand.
notebooks: $(VENV)/.ready-notebooks  ## Run every notebook afresh and keep its outputs
	$(RUN) -m nbconvert --to notebook --execute --inplace --log-level WARN \
	  --KernelManager.transport_encryption=auto --ExecutePreprocessor.record_timing=False \
	  --ClearMetadataPreprocessor.enabled=True --ClearMetadataPreprocessor.preserve_nb_metadata_mask=kernelspec \
	  notebooks/*.ipynb

bench: $(VENV)/.ready-test  ## Measure what the documentation states about speed and quality
	@set -e; for script in benchmarks/bench_*.py; do echo "== $$script"; $(RUN) "$$script"; done

constraints:  ## Compile constraints.txt anew from pyproject.toml, with today's versions
	"$(PYTHON)" -m venv build/compile
	build/compile/bin/python -m pip install -q --disable-pip-version-check 'uv>=0.9,<1'
	@{ echo "# Exact versions of everything that xcdata and its extras install, for Python 3.11 and newer."; \
	   echo "# Compiled from pyproject.toml; do not edit: change the ranges there, then run 'make constraints'."; \
	   build/compile/bin/python -m uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	     --quiet --no-header --no-annotate; } > build/constraints.txt
	mv build/constraints.txt constraints.txt

clean:  ## Remove what can be made again: .venv, outputs/, builds and caches (data/ stays)
	rm -rf $(VENV) outputs build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
	find xcdata tests -name __pycache__ -prune -exec rm -rf {} +

help:  ## This list
	@echo "New here? Type 'make', then 'make lab'. With another Python: make PYTHON=python3.13"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

# Setting up. The stamp .ready-X says that the packages of X are in; .whole is away while pip works, so that a set-up
# that was killed is started afresh instead of believed. A venv remembers its absolute path: after the folder was moved,
# or its Python removed, its stamps mean nothing.
$(shell [ -x $(RUN) ] && grep -qsF '$(CURDIR)/$(VENV)' $(VENV)/pyvenv.cfg || rm -f $(VENV)/.whole $(VENV)/.ready-*)

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
	echo "Installing $(2) (a minute or so the first time)"; \
	$(RUN) -m pip install -q --disable-pip-version-check -c constraints.txt -e '.$(1)'; \
	touch $(VENV)/.whole $(VENV)/.ready-main $@
endef

INPUTS := pyproject.toml constraints.txt

$(VENV)/.ready-main: $(INPUTS)
	$(call install,,xcdata and what it runs on)

$(VENV)/.ready-test: $(INPUTS)
	$(call install,[test],xcdata and its test tools)

$(VENV)/.ready-notebooks: $(INPUTS)
	$(call install,[notebooks],xcdata and JupyterLab)
