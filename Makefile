# Two commands matter: `make demo` shows the product, `make test` proves it. Both set up what they need.
.PHONY: demo test setup system lint bench soak clean
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

bench: setup
	$(BIN)/python -m benchmarks.throughput
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.live

soak: setup system
	scripts/soak

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis out *.egg-info
