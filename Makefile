# Two commands matter: `make demo` shows the product, `make test` proves it. Both set up what they need.
.PHONY: demo test setup system lint coverage bench soak clean
.DELETE_ON_ERROR:

BIN := .venv/bin
WORKERS ?= 3

demo: setup
	$(BIN)/footloose demo

test: setup system lint
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

setup: .venv/ready

.venv/ready: pyproject.toml constraints.txt scripts/setup
	scripts/setup

system: .venv/ready
	scripts/system-packages

lint: .venv/ready
	@echo "==> lint: format, style, types, layers"
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# tells which branches no test takes; it costs as much again as the tests (measured: 84 %)
coverage: setup system
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --cov --cov-report=
	$(BIN)/python scripts/coverage_report.py

bench: setup
	$(BIN)/python -m benchmarks.throughput
	$(BIN)/python -m benchmarks.accuracy

soak: setup system
	scripts/soak

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* out *.egg-info
