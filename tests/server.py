"""A real `turnout serve` in a process of its own."""

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.databases import newest_schema
from tests.waiting import until

TURNOUT = str(Path(sys.executable).with_name("turnout"))


def environment(**settings: str) -> dict[str, str]:
    """This machine's, with these settings and none of the test run's own."""
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith(("TURNOUT_", "DJANGO_"))
    }
    return {**plain, **settings}


class Server:
    """Serves from `folder` until stopped or killed; may be started again on the same data."""

    # What it finds in the folder: an empty file with all tables.
    begins_with_schema = True

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "serve.log"
        self.arguments = arguments
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = environment(
            TURNOUT_DATA=str(self.data),
            TURNOUT_HOST="127.0.0.1",
            TURNOUT_PORT=str(self.port),
            # A draw that waits asks nobody outside this machine.
            **({"TURNOUT_BEACON": "none"} | settings),
        )
        self.process: subprocess.Popen[bytes] | None = None
        if self.begins_with_schema and not self.data.exists() and "TURNOUT_DATABASE_URL" not in settings:
            self.data.mkdir(mode=0o700)
            (self.data / "turnout.sqlite3").write_bytes(newest_schema())

    def start(self, *, seconds: float = 60, context: ssl.SSLContext | None = None) -> "Server":
        """Returns when the server answers. AssertionError with what it printed if it never does."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [TURNOUT, "serve", *self.arguments],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        until(lambda: self._answers(context), seconds=seconds, what=f"{self.url}/healthz answers")
        return self

    def _answers(self, context: ssl.SSLContext | None) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError(f"turnout serve ended with {self.process.returncode}:\n{self.printed()}")
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2, context=context) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def printed(self) -> str:
        return self.log.read_text()

    def run(self, *arguments: str, seconds: float = 120) -> "subprocess.CompletedProcess[str]":
        """Any other `turnout` command on this server's data."""
        return subprocess.run(
            [TURNOUT, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def kill(self) -> None:
        """kill -9, with every process that it started."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        process, self.process = self.process, None
        if process is None:
            return 0
        if how == signal.SIGKILL:
            os.killpg(process.pid, how)
        else:
            process.send_signal(how)
        try:
            return process.wait(30)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


class FirstStart(Server):
    """It finds nothing, as after an installation."""

    begins_with_schema = False


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
