"""The guest is built or found once, and booted once for all tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bluez.bluetooth import Bluetooth
from tests.bluez.machine import Machine


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    guest = os.environ.get("BLUEZ_GUEST")
    if not guest:
        pytest.skip("runs with `make test-bluez`, which builds the guest")
    machine = Machine(Path(guest), tmp_path_factory.mktemp("guest"))
    yield machine
    machine.close()


@pytest.fixture(scope="session")
def stack(machine: Machine) -> Bluetooth:
    return Bluetooth(machine)


@pytest.fixture
def bluetooth(stack: Bluetooth) -> Iterator[Bluetooth]:
    """A service that knows nothing, without an adapter."""
    stack.forget()
    stack.start()
    yield stack
    stack.tidy()
