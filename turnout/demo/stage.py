"""Where the demo plays: data of its own, a server of its own, on this machine alone."""

import fcntl
import shutil
from collections.abc import MutableMapping
from pathlib import Path

import click

OWN_FOLDER = Path("var/demo")


def settle(environment: MutableMapping[str, str], port: int) -> None:
    """Settings for the demo and the server that it starts.

    Without TURNOUT_DATA or TURNOUT_DATABASE_URL the demo begins anew each time, in a folder of its
    own; data that somebody named are kept and added to.
    """
    if not environment.get("TURNOUT_DATA"):
        environment["TURNOUT_DATA"] = str(OWN_FOLDER.absolute())
        if not environment.get("TURNOUT_DATABASE_URL"):
            _begin_anew(OWN_FOLDER)
    environment["TURNOUT_HOST"] = "127.0.0.1"
    environment["TURNOUT_PORT"] = str(port)
    environment["TURNOUT_BASE_URL"] = f"http://127.0.0.1:{port}"
    # The crowd is invented: what is written to it stays in the outbox, where its readers find it.
    environment.pop("TURNOUT_SMTP_URL", None)
    # Each fan of the crowd counts as an address of its own only to a server that believes us.
    environment["TURNOUT_PROXIES"] = "127.0.0.1"


def _begin_anew(folder: Path) -> None:
    if not folder.exists():
        return
    with (folder / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(f"another demo already runs on {folder}.") from None
        shutil.rmtree(folder)
