# One command per intent. `make` alone lists them.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help serve book ta-med lab test check bench clean

help: ## Vis kommandoene
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/'

$(READY): requirements.txt constraints.txt tests/requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Håndboka trenger Python 3.11 eller nyere. Oppgi den slik: make PYTHON=python3.12 serve" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "Klarte ikke å lage .venv. På Debian og Ubuntu må du først installere python3-venv." >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -r requirements.txt -r tests/requirements.txt -e .
	@touch $@

book: $(READY) ## Bygg boka til _build/html
	$(BIN)/jupyter-book build . -W --keep-going

serve: book ## Bygg boka og vis den på denne maskinen (PORT=8000)
	$(BIN)/python -m slik.serve --port $(PORT)

ta-med: book ## Lag boka som PDF, EPUB og zip i _build/ta-med (PDF trenger Chromium)
	$(BIN)/python -m slik.takeaway

lab: $(READY) ## Åpne notatbøkene i JupyterLab
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -r notebooks/requirements.txt
	@mkdir -p _build/lab
	@for page in notebooks/*.md; do \
	  $(BIN)/jupytext --quiet --to ipynb --output _build/lab/$$(basename $$page .md).ipynb $$page; done
	$(BIN)/jupyter lab --notebook-dir=. $(LAB) _build/lab/utforsk.ipynb

check: $(READY) ## Sjekk alle eksemplene
	$(BIN)/python -m slik.check
	$(BIN)/python -m slik.readability

test: $(READY) ## Kjør alle tester; installerer Chromium om det mangler og du har lov
	$(BIN)/python tests/browser/install.py
	$(BIN)/python -m pytest

bench: book ## Mål byggetid, vekt og fart, også mot andre tema (trenger npm og nett)
	$(BIN)/python benchmarks/explorer.py
	$(BIN)/python benchmarks/explorer_hosts.py
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/weight.py

clean: ## Slett det som er bygget
	rm -rf _build
