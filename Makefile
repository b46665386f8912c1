# Every target prepares what it needs; what setup has to say goes to standard error.
MAKEFLAGS += --no-print-directory
.PHONY: setup run test quick soak lab bench package test-package lint screens texts clean
.SILENT:

PYTHON ?= python3
export PYTHON
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest

setup:
	packaging/setup.sh test

# The window; without a display the same walk in the terminal. ARGS="…" is passed on.
run:
	packaging/setup.sh run
	exec $(BIN)/sendagain $(ARGS)

# Fast tests first; whatever cannot run here is skipped, with its reason printed.
test: setup
	sh tests/servers/setup.sh >&2
	$(PYTEST) tests -m "not servers and not lab and not soak" -n 2 --dist loadfile
	$(PYTEST) tests -m "servers and not soak" --durations=5

# Minutes each: thousands of hostile conversations, queues of 20,000 messages.
soak: setup
	sh tests/servers/setup.sh >&2
	packaging/setup.sh package
	$(PYTEST) tests -m soak

# What a change of a few lines needs: under a minute.
quick: setup
	$(PYTEST) tests -m "not servers and not lab and not slow and not soak" -n 2 --dist loadfile -q

lab: setup
	sh tests/servers/setup.sh >&2
	$(BIN)/python -m tests.lab $(ARGS)

bench: setup
	$(BIN)/python -m tests.bench $(ARGS)

package: setup
	packaging/setup.sh package
	packaging/build.sh

# Builds, looks inside, installs on a clean Debian 12, uses it, removes it. As root; minutes long.
test-package: setup
	packaging/setup.sh package
	$(PYTEST) tests/package

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

screens: setup
	$(BIN)/python -m tests.ui.make_screens build/screens

# The catalogue for translators, from the English texts.
texts: setup
	$(BIN)/python packaging/texts.py

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
