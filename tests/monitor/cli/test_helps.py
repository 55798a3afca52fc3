"""What ``--help`` shows is plain text: marks of our docstrings are none."""

import typer

from monitor.cli import app


def test_no_help_shows_marks_of_a_docstring() -> None:
    command = typer.main.get_command(app)

    helps = {name: each.help or "" for name, each in getattr(command, "commands", {}).items()}

    assert helps
    assert [name for name, text in helps.items() if "``" in text] == []
