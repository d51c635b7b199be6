# Everything a developer runs. Each target sets up what it needs; a second run finds it ready.
# `make` alone shows the targets.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

VENV := .venv
PY := $(VENV)/bin/python
VERSIONS := 3.10 3.11 3.12 3.13
FUZZ_MINUTES ?= 5
# The tests run in two processes: a third one gains nothing on the two cores of a usual runner. Those that start Spark
# share one of them.
PYTEST := -m pytest -q -n 2 --dist loadgroup

# $(call find_python,CANDIDATES,CONDITION): the first of the interpreters that starts and satisfies the condition on `v`, its version.
# Starting it matters: a version manager puts commands on PATH that only say that the version is not active.
find_python = for p in $(1); do \
	"$$p" -c 'import sys; v = sys.version_info[:2]; sys.exit(not ($(2)))' >/dev/null 2>&1 && { echo "$$p"; break; }; done

# $(call install,FOLDER,PYTHON): a virtual environment with the package and the tools of its development.
# An old pip does not know dependency groups; -qq keeps its remarks out of the way, errors stay.
define install
	echo "setting up $(1) with $$("$(2)" --version) (once, a minute or so)"; \
	{ [ -x $(1)/bin/python ] && $(1)/bin/python -c '' 2>/dev/null; } || { rm -rf $(1); "$(2)" -m venv $(1); } || { rm -rf $(1); exit 1; }; \
	$(1)/bin/python -m pip install -qq --upgrade 'pip>=25.1' && \
	$(1)/bin/python -m pip install -qq --editable '.[cli]' --group dev --group frames && \
	touch $(1)/.installed
endef

# $(call step,NAME,COMMAND): one short line where the command succeeds, everything it says where it does not.
step = printf '%-20s' '$(1)'; if said=$$($(2) 2>&1); then echo ok; else echo FAILED; printf '%s\n' "$$said"; exit 1; fi

.PHONY: help demo test coverage quick lint fresh tests spark soak generate bench docs serve-docs fuzz matrix mutation clean

help:  ## show this list
	@echo 'make TARGET, where TARGET is one of'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name what; do printf '  %-12s %s\n' "$$name" "$$what"; done
	@echo 'PYTHON=... chooses the interpreter for $(VENV) (Python 3.10 or newer).'

demo: $(VENV)/.installed  ## start a made-up studio, ask it five questions, explain an answer, watch a transfer
	@$(PY) examples/workspace.py

test: lint fresh tests  ## everything that checks the project: lint, types, generated files, tests

quick: $(VENV)/.installed  ## the tests without the slow ones
	@$(PY) $(PYTEST) -m 'not slow and not long'

lint: $(VENV)/.installed  ## ruff and mypy --strict
	@$(call step,ruff check,$(PY) -m ruff check .)
	@$(call step,ruff format --check,$(PY) -m ruff format --check .)
	@$(call step,mypy --strict,$(PY) -m mypy)

fresh: $(VENV)/.installed
	@$(call step,generated files,$(PY) -m accsyn.grammar.generate --check)
	@$(call step,signatures,$(PY) -m accsyn.lint.generate --check)
	@$(call step,entity classes,$(PY) -m accsyn.builder.generate --check)

tests: $(VENV)/.installed
	@$(PY) $(PYTEST)

# Counting takes 1.8 times as long; what the slow tests reach, others reach too.
coverage: $(VENV)/.installed  ## the tests that are not slow, with their branches counted: 95 % at least
	@$(PY) $(PYTEST) -m 'not slow and not long' --cov --cov-report=term

spark: $(VENV)/.installed  ## the tests on a local Spark (Java 17) alone
	@$(PY) -m pytest -q -m spark

soak: $(VENV)/.installed  ## the local workspace under load for a minute, and killed a thousand times
	@$(PY) -m pytest -q -s -m soak tests/workspace

generate: $(VENV)/.installed  ## write the generated files anew: the parser's tables, the signatures for the linter, the entity classes
	@$(PY) -m accsyn.grammar.generate
	@$(PY) -m accsyn.lint.generate
	@$(PY) -m accsyn.builder.generate

bench: $(VENV)/.bench  ## run the benchmarks: one table of what, ours, peer, ratio, target
	@$(PY) -m benchmarks

docs: $(VENV)/.docs  ## build the documentation into site/, warnings are errors
	@$(call step,mkdocs build,NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --strict)
	@echo 'open site/index.html'

serve-docs: $(VENV)/.docs  ## show the documentation on localhost and follow changes
	@NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs serve

# The Hypothesis plugin marks the tests that use it; each round draws other examples.
fuzz: $(VENV)/.installed  ## run the property tests with new examples for FUZZ_MINUTES (5)
	@end=$$(($$(date +%s) + $(FUZZ_MINUTES) * 60)); rounds=0; \
	while [ $$(date +%s) -lt $$end ]; do \
		rounds=$$((rounds + 1)); \
		$(PY) $(PYTEST) -m hypothesis --hypothesis-profile=campaign --hypothesis-seed=$$(date +%s) || exit 1; \
	done; echo "$$rounds rounds of the property tests, $(FUZZ_MINUTES) minutes, nothing found"

matrix:  ## the tests on every Python from 3.10 to 3.13 that is installed
	@$(MAKE) --no-print-directory --keep-going $(VERSIONS:%=matrix-%)

matrix-%:
	@python=$$($(call find_python,python$* python3 python "$$HOME"/.pyenv/versions/$*.*/bin/python,v == tuple(map(int, "$*".split("."))))); \
	if [ -z "$$python" ]; then echo 'Python $*: skipped, not installed'; exit 0; fi; \
	if ! [ .venv-$*/.installed -nt pyproject.toml ]; then $(call install,.venv-$*,$$python); fi || exit 1; \
	echo "Python $*:"; .venv-$*/bin/python $(PYTEST) -p no:cacheprovider

mutation: $(VENV)/.mutation  ## change the code at random and see which changes no test notices (hours)
	@$(VENV)/bin/mutmut run

clean:  ## remove everything that these targets make
	rm -rf $(VENV) $(VERSIONS:%=.venv-%) site build dist mutants .coverage .coverage.* coverage.xml \
		.hypothesis .mypy_cache .pytest_cache .ruff_cache .accsyn_cache benchmarks/results.json
	find accsyn tests benchmarks examples docs -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(VENV)/.installed: pyproject.toml
	@python=$$($(call find_python,$(or $(PYTHON),python3 python python3.13 python3.12 python3.11 python3.10 "$$HOME"/.pyenv/versions/3.1[0-9]*/bin/python),v >= (3, 10))); \
	if [ -z "$$python" ]; then \
		echo 'accsyn needs Python 3.10 or newer, and there is none on PATH$(if $(PYTHON), at PYTHON=$(PYTHON)). Choose one with make PYTHON=/path/to/python' >&2; exit 1; fi; \
	[ "$$python" = '$(or $(PYTHON),python3)' ] || echo "python3 is older than 3.10 or missing: taking $$python"; \
	$(call install,$(VENV),$$python)

# The groups that only one target needs.
$(VENV)/.bench $(VENV)/.docs $(VENV)/.mutation: $(VENV)/.%: $(VENV)/.installed
	@echo 'installing the $* group (once)'
	@$(PY) -m pip install -qq --group $* && touch $@
