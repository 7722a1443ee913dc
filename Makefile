# Needs Python 3.11+ and make; everything else is installed inside this folder (.tools/, .venv/).
.DEFAULT_GOAL := help
.PHONY: help setup demo test bench lint lock clean

FIND_PYTHON := for candidate in python3.11 python3 python3.12 python3.13 python3.14; do \
	if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$candidate; exit 0; fi; \
	done; \
	echo "Jalon needs Python 3.11 or newer, and found none on PATH (looked for python3.11, python3)." >&2; exit 1
RUN = python="$$($(FIND_PYTHON))" && "$$python"

help: ## say what can be asked
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

setup: ## install what is missing into .venv (does nothing when nothing changed)
	@$(RUN) tools/setup.py

demo: setup ## build a demonstration territory and serve it at http://127.0.0.1:8000
	@.venv/bin/jalon demo --host 127.0.0.1 --port 8000

test: setup ## every check and every test, in order, stopping at the first failure
	@.venv/bin/python tools/checks.py

lint: setup ## only the checks that read the code
	@.venv/bin/python tools/checks.py --only-lint

bench: setup ## the benchmarks, side by side with their limits
	@.venv/bin/python -m benchmarks

lock: ## resolve the dependencies again into requirements.lock and requirements-dev.lock
	@$(RUN) tools/setup.py --lock

clean: ## remove what setup and the tests made
	@rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache .hypothesis dist bench-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find api -name '*.mo' -delete
