import subprocess
import sys

import pytest
from click.testing import CliRunner

from tests.server import environment
from turnout.cli import COMMANDS, main


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(main, ["--help"])

    listed = shown.output.split("Commands:\n")[1].splitlines()
    assert [line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "] == list(COMMANDS)
    assert {
        "serve",
        "worker",
        "backup",
        "restore",
        "sign-in",
        "sample",
        "rehearse",
        "export",
        "doctor",
        "bounce",
    } <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    shown = CliRunner().invoke(main, [name, "--help"])

    assert shown.exit_code == 0
    assert shown.output.startswith(f"Usage: main {name} [OPTIONS]")


def test_an_unknown_command_is_refused() -> None:
    refused = CliRunner().invoke(main, ["fly"])

    assert refused.exit_code == 2
    assert "No such command 'fly'." in refused.output


def test_it_runs_as_a_module() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "turnout", "--version"],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )

    assert shown.stdout.endswith(", version 0.1.0\n")
