# Two commands matter: `make demo` shows the product, `make test` proves it. Both set up what they need.
.PHONY: demo test setup setup-dev system style lint coverage bench soak test-bluez test-arm64 clean
.DELETE_ON_ERROR:

BIN := .venv/bin
WORKERS ?= 3
# each worker, and each command that a test starts, would else compile what it imports
unexport PYTHONDONTWRITEBYTECODE
WRITTEN := pyproject.toml constraints.txt scripts/setup

demo: setup
	$(BIN)/footloose demo

test: setup-dev system
	WORKERS=$(WORKERS) scripts/suite

# the product alone: no linters, no test tools, no matplotlib
setup: .venv/ready

setup-dev: .venv/ready-dev

.venv/ready: $(WRITTEN)
	scripts/setup

.venv/ready-dev: $(WRITTEN)
	scripts/setup dev

system: setup-dev
	scripts/system-packages

style: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

lint: style
	$(BIN)/mypy
	$(BIN)/lint-imports

# tells which branches no test takes; it costs as much again as the tests (measured: 84 %)
coverage: setup-dev system
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --cov --cov-report=
	$(BIN)/python scripts/coverage_report.py

bench: setup-dev
	$(BIN)/python -m benchmarks.throughput
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.live

soak: setup-dev system
	scripts/soak

# a real bluetoothd and the real Linux Bluetooth, as a process; skips where that cannot be
test-bluez: setup-dev system
	scripts/test-bluez

# an emulated 64-bit Arm; skips where that cannot be
test-arm64: setup-dev
	scripts/test-arm64

clean:
	rm -rf .venv .venv-* .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* out *.egg-info
