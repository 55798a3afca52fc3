"""Every number that a command takes is finite."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from firmware_sim.__main__ import app as firmware_sim
from monitor.cli import app as footloose


def leaves(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Give the commands under a command, with their names."""
    below = getattr(command, "commands", {})
    for word, each in below.items():
        yield from leaves(each, f"{name} {word}")
    if not below:
        yield name, command


COMMANDS = [
    *leaves(typer.main.get_command(footloose), "footloose"),
    *leaves(typer.main.get_command(firmware_sim), "firmware-sim"),
]
NUMBERS = [
    pytest.param(command, parameter.opts[0], id=f"{name} {parameter.opts[0]}")
    for name, command in COMMANDS
    for parameter in command.params
    if "float" in parameter.type.name
]


def test_the_numbers_of_all_commands_are_found() -> None:
    assert len(COMMANDS) > 40
    found = {number.id for number in NUMBERS}

    assert {"footloose run --seconds", "footloose session note --temperature"} < found
    assert {"firmware-sim record --duration", "firmware-sim serve --interval-ms"} < found


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
@pytest.mark.parametrize(("command", "option"), NUMBERS)
def test_no_option_takes_what_is_not_finite(command: Any, option: str, value: str) -> None:
    with pytest.raises(typer.BadParameter) as refused:
        command.make_context(command.name, [f"{option}={value}"])

    assert refused.value.exit_code == 2
    said = refused.value.format_message()
    assert option in said
    assert value in said
    assert "\n" not in said
