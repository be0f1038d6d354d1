"""The program's own command. Each subcommand is imported when it is asked for, so that help is quick."""

import importlib
import os
from collections.abc import Sequence

import click

from turnout import __version__

# name → the module and attribute that hold the command
COMMANDS = {
    "serve": "turnout.serve.command:serve",
    "worker": "turnout.serve.command:worker",
    "migrate": "turnout.serve.command:migrate",
    "backup": "turnout.backup.command:backup",
    "restore": "turnout.backup.command:restore",
    "bounce": "turnout.outbox.bounce_command:bounce",
    "doctor": "turnout.interest.doctor_command:doctor",
    "sign-in": "turnout.accounts.sign_in_command:sign_in",
    "sample": "turnout.sample.command:sample",
    "demo": "turnout.demo.command:demo",
    "rehearse": "turnout.rehearse.command:rehearse",
    "export": "turnout.desk.export_command:export",
    "import": "turnout.forecasts.import_command:import_",
    "verify-draw": "turnout.invitations.verify_command:verify_draw",
}


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> Sequence[str]:  # type: ignore[override]
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Know how many will come before you book the hall."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnout.settings")
