# engagement-pipeline: `make` alone prints this file as a manual.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
SEED   ?= 1

# The tests start some hundred processes; where Python may not keep what it compiled, each compiles the product anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup demo chaos-demo chaos hostile fuzz laws laws-mutants up test pythons soak door door-pictures outages image-check gate format lint types imports docs deployment site tests bench bench-quick secrets clean

help: ## Show this manual
	@echo "engagement-pipeline: needs Python 3.11 or newer and make; no Docker, no Java."
	@echo
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-20s %s\n", $$1, $$2}'
	@echo
	@echo "Variables: PYTHON=$(PYTHON)  VENV=$(VENV)  SEED=$(SEED)"

setup: $(READY) ## Make the virtual environment with pinned versions

$(READY): pyproject.toml constraints.txt
	@echo "Setting up $(VENV) (about two minutes the first time)" >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=python3.12")'
	@began=$$(date +%s) && $(PYTHON) -m venv $(VENV) && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[embedded,previews,release,docs,dev]' && \
		echo "Set up $(VENV) in $$(($$(date +%s) - began)) s" >&2
	@touch $@

demo: $(READY) ## Run a simulated Helsinki through the whole pipeline and judge it against the truth
	@$(BIN)/engage demo --seed $(SEED)

chaos-demo: $(READY) ## The same with duplicates, disorder, late, wrong and malicious messages
	@$(BIN)/engage demo --seed $(SEED) --chaos

chaos: $(READY) ## Two hundred faults on one running pipeline, and after each the numbers against the truth (15 minutes)
	@$(BIN)/python -m tests.chaos --seed $(SEED)

hostile: $(READY) ## A hundred thousand hostile records among good events, and what became of each (5 minutes)
	@SEED=$(SEED) $(BIN)/pytest --quiet -m soak tests/hostile --timeout 900

FUZZ_SECONDS ?= 900

fuzz: $(READY) ## Fuzz envelope, decoding, gateway and sheets, FUZZ_SECONDS each (900)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[fuzz]'
	@for target in envelope decode gateway sheets; do \
		$(BIN)/python -m tests.fuzz $$target $(FUZZ_SECONDS) || exit 1; \
	done

LAW_EXAMPLES ?= 1000
LAWS := tests/streams/test_amendments.py tests/streams/test_domain_laws.py tests/streams/test_laws.py

laws: $(READY) ## What must hold in any order and after any amendments, LAW_EXAMPLES examples a law (1000)
	@LAW_EXAMPLES=$(LAW_EXAMPLES) $(BIN)/pytest --quiet --timeout 0 --durations 5 $(LAWS)

laws-mutants: $(READY) ## Put each fault of amendments and sums back, and see its law fail
	@LAW_EXAMPLES=$(LAW_EXAMPLES) $(BIN)/pytest --quiet --timeout 0 --capture no -m "soak or not soak" tests/streams/test_amendment_faults.py

up: $(READY) ## Run engines and worker until Ctrl-C
	@$(BIN)/engage up

test: gate tests ## Set up, then the gate and the tests

gate: format lint types imports docs deployment ## Format, lint, types, import contracts, generated docs, Dockerfile and compose

format: $(READY)
	@$(BIN)/ruff format --check --quiet .

lint: $(READY)
	@$(BIN)/ruff check --quiet .

types: $(READY)
	@$(BIN)/mypy

imports: $(READY)
	@$(BIN)/lint-imports

docs: $(READY)
	@$(BIN)/python -m docs --check

# With made-up secrets, not those of .env.
deployment: $(READY)
	@$(BIN)/hadolint Dockerfile
	@folder=$$(mktemp -d) && trap 'rm -r "$$folder"' EXIT && cp Makefile docker-compose.yml "$$folder" && \
		env -u MAKEFLAGS make --silent --no-print-directory --directory="$$folder" secrets 2>/dev/null && \
		$(BIN)/docker-compose --env-file "$$folder/.env" --file docker-compose.yml config --quiet

site: $(READY) ## The documentation as a site, in build/site
	@$(BIN)/mkdocs build --strict --quiet

# Where bytecode is not kept, each of their hundred processes compiles the same modules again.
tests: $(READY) ## The tests alone
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

# Each has an environment of its own below build/pythons, made from the same pinned versions.
pythons: ## The tests that need no engines, on each Python from 3.11 to 3.13 that this machine has
	@for version in 3.11 3.12 3.13; do \
		python=$$(ls -d $${PYENV_ROOT:-$$HOME/.pyenv}/versions/$$version.*/bin/python 2>/dev/null | tail -n 1); \
		python=$${python:-$$(command -v python$$version)}; \
		if [ -z "$$python" ]; then echo "Python $$version: skipped, neither on PATH nor below ~/.pyenv" >&2; continue; fi; \
		echo "Python $$version: $$python" >&2; \
		$(MAKE) --no-print-directory PYTHON=$$python VENV=build/pythons/$$version build/pythons/$$version/.ready && \
		build/pythons/$$version/bin/pytest -m "not engines and not soak" --numprocesses 3 --dist loadfile || exit 1; \
	done

door: $(READY) ## One, three and eight tablets at one door for two minutes each: is every number shown the true one? (PAGE=DIR: of another page's files)
	@ENGAGE_DOOR_PAGE=$(PAGE) $(BIN)/pytest -m soak --capture no tests/producers/gateway/test_door_number.py

door-pictures: $(READY) ## Pictures of the door in every state into build/door: phone, tablet, landscape, large letters, fi, sv, en
	@ENGAGE_SCREENSHOTS=build/door $(BIN)/pytest -m soak tests/producers/gateway/test_door_pictures.py

soak: $(READY) ## The tests that are too slow for every change
	@$(BIN)/pytest -m soak --timeout 600

image-check: $(READY) ## Build the image and run every service of it under compose's restrictions (root, podman; 4 minutes)
	@$(BIN)/pytest -m soak --timeout 900 --capture no tests/deployment/test_image.py

outages: $(READY) ## ClickHouse, Kafka and both away for longer than each timeout, with a backlog (two hours)
	@$(BIN)/pytest -m "soak or not soak" tests/streams/test_outages.py tests/streams/test_outages_soak.py

bench: $(READY) ## Everything in benchmarks/, side by side with other ways to do the job (about 45 minutes)
	@for part in "run --jobs 2000" "run --jobs 10,20000 --contestants ours,hand_written" "latency main" growth workers constants producer_rate start_up published picture; do \
		$(BIN)/python -m benchmarks.$$part || exit 1; \
	done

bench-quick: $(READY) ## One small job with every contestant, for correctness (3 minutes)
	@$(BIN)/python -m benchmarks.run --quick

# Each name that docker-compose.yml cannot do without and .env lacks gets 32 random bytes; a name that is there is kept.
secrets: ## Make .env with what docker-compose.yml needs to be kept secret; keeps what is there
	@umask 077; touch .env; chmod 600 .env; \
	for name in $$(grep -o '[$$]{[A-Z_]*:?' docker-compose.yml | tr -dc 'A-Z_\n' | sort -u); do \
		grep -q "^$$name=" .env && continue; \
		case $$name in \
			KAFKA_CLUSTER_ID) value=$$(head -c 16 /dev/urandom | base64 | tr '+/' 'Aa' | cut -c1-22);; \
			*) value=$$(head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n');; \
		esac; \
		printf '%s=%s\n' "$$name" "$$value" >> .env; \
		echo "$$name added to .env" >&2; \
	done

clean: ## Remove what the targets above made
	rm -rf $(VENV) .bench build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
