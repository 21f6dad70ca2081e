# Wallboard. `make run` and `make test` do all the set-up by themselves; `make help` lists the rest.
# Needs Python 3.11 or newer with pip. Nothing outside this folder is changed.

SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
PY := $(VENV)/bin/python
BIN := $(VENV)/bin
# Hash-checked, wheels only: no package runs code while it is installed.
INSTALL = install --quiet --no-input --disable-pip-version-check --require-hashes --only-binary=:all:
SOURCES := wallboard feeds widgets

export QT_API := pyside6
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev compile doctor test lint style types imports format pytest bench bench-peers soak kills telling desk-kills fuzz shots desks docs pins clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: setup compile doctor ## set up, then start hub, demo and wall (with no display: PNGs under shots/)
	$(PY) main.py run

setup: $(VENV)/ready ## make .venv with what the program needs
setup-dev: $(VENV)/ready-dev ## make .venv with what the tests need as well

# A venv whose Python has gone (moved folder, upgraded system) is made anew. Without ensurepip (Debian without
# python3-venv) the venv is made without pip and the system's own pip fills it.
$(VENV)/made: Makefile
	@test -n "$(PYTHON)" || { echo "Wallboard needs Python 3.11 or newer; on Debian: sudo apt install python3 python3-venv" >&2; exit 3; }
	@if ! $(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  echo "making $(VENV) with $(PYTHON)"; \
	  $(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip $(VENV) || \
	  { echo "cannot make a virtual environment; on Debian: sudo apt install python3-venv python3-pip" >&2; exit 3; }; fi
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m pip --version >/dev/null 2>&1 || \
	  { echo "pip is missing; on Debian: sudo apt install python3-venv python3-pip" >&2; exit 3; }
	@touch $@

define FILL
	@echo "installing from $(1) (hash-checked)"
	@if $(PY) -m pip --version >/dev/null 2>&1; then $(PY) -m pip $(INSTALL) -r $(1); \
	  else $(PYTHON) -m pip --python $(PY) $(INSTALL) -r $(1); fi
	@touch $@
endef

$(VENV)/ready: requirements.txt $(VENV)/made
	$(call FILL,requirements.txt)

$(VENV)/ready-dev: requirements-dev.txt $(VENV)/ready
	$(call FILL,requirements-dev.txt)

compile: setup
	@$(PY) -m compileall -q $(SOURCES) main.py

doctor: setup ## what is missing on this machine, and the one line that mends it
	@$(PY) main.py doctor --quiet

test: lint pytest ## everything that CI runs

lint: style types imports ## style, types and who may import whom

style: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-dev
	$(BIN)/basedpyright --pythonpath $(PY)

imports: setup-dev
	$(BIN)/lint-imports --no-logo

format: setup-dev ## put the code into its one form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

pytest: setup-dev ## the tests alone
	$(PY) -m pytest -n 2 --dist loadfile --max-worker-restart 2

bench: setup-dev ## what a fact, a tick, a repaint, a start, a hub and 200 walls cost (RECORDING=FILE: a storm at 600 x too)
	$(PY) -m tests.bench
	$(if $(RECORDING),$(PY) -m tests.bench.bench_storm $(RECORDING))

bench-peers: setup-dev ## our map beside pyqtgraph, Leaflet and MapLibre (ROUNDS=3; needs chromium, npm and the network)
	$(PY) -m tests.bench.bench_map_peers --rounds $(or $(ROUNDS),3)

soak: setup-dev ## 72 h of hub and wall at FACTOR=200, KILLS=1000 of a hub under load, then SECONDS=1200 of the demo
	$(PY) -m tests.soak.accelerated --factor $(or $(FACTOR),200) --hours $(or $(HOURS),72) --picture shots/soak-72h.png
	$(PY) -m tests.soak.kills --kills $(or $(KILLS),1000)
	$(PY) -m tests.soak --seconds $(or $(SECONDS),1200)

telling: setup-dev ## a hub and a lying receiver killed at random: nobody told twice, nobody forgotten (KILLS=300)
	$(PY) -m tests.soak.telling --kills $(or $(KILLS),300) --messages $(or $(KILLS),300)

desk-kills: setup-dev ## DESKS=20 desks with ACTS=1000 random acts each, the hub killed KILLS=60 times: none lost, none twice
	$(PY) -m tests.soak.desks --desks $(or $(DESKS),20) --acts $(or $(ACTS),1000) --kills $(or $(KILLS),60)

kills: setup-dev ## a hub killed at random instants under load, KILLS=1000 times
	$(PY) -m tests.soak.kills --kills $(or $(KILLS),1000)

fuzz: setup-dev ## hostile input against decoders and a hub (INPUTS=10000000 CONNECTIONS=30000 SEED=0)
	$(PY) -m tests.fuzz --inputs $(or $(INPUTS),10000000) --connections $(or $(CONNECTIONS),30000) \
	  --seed $(or $(SEED),0)

shots: setup compile ## PNGs of a lively moment, each page in zh and en, dark and light, under shots/
	QT_QPA_PLATFORM=offscreen $(PY) main.py run

desks: setup-dev ## one order of each lane by two desks with real keys beside a wall, pictures under shots/desks (needs Xvfb, xdotool, ImageMagick)
	$(PY) -m tests.studies.two_desks --out shots/desks

docs: setup ## write the generated pages of docs/ again
	$(PY) -m wallboard.shell.describe_facts
	$(PY) -m feeds.describe

# For maintainers: resolve anew. Writes versions and hashes only, no index host.
PINS = --quiet --no-config --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --no-emit-options
pins: ## resolve the pinned requirements anew (needs the network)
	$(PYTHON) -m venv --clear build/pins
	build/pins/bin/pip install --quiet pip-tools
	CUSTOM_COMPILE_COMMAND="make pins" build/pins/bin/pip-compile $(PINS) -o requirements.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make pins" build/pins/bin/pip-compile $(PINS) --extra dev -c requirements.txt \
	  -o requirements-dev.txt pyproject.toml

clean: ## remove what was made here (.venv, shots, caches)
	rm -rf $(VENV) build shots .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find $(SOURCES) tests -name __pycache__ -type d -prune -exec rm -rf {} +
