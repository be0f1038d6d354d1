"""The server that the demo starts, kills and starts again."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

PATIENCE = 60.0


class NotUp(Exception):
    """The server did not come up; its text is what it said."""


class DemoServer:
    """`turnout serve` in a process group of its own, with this process's settings."""

    def __init__(self, base_url: str, log: Path) -> None:
        self.base_url = base_url
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers. Raises NotUp."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "turnout", "serve"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise NotUp(self.log.read_text()[-2000:])
            time.sleep(0.1)

    def is_up(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def watchers(self) -> int:
        """How many look at counts that grow, as the server says."""
        try:
            said = httpx.get(f"{self.base_url}/-/stats", timeout=2).text
        except httpx.HTTPError:
            return 0
        found = re.search(r"^turnout_watchers (\d+)", said, re.MULTILINE)
        return int(found[1]) if found else 0

    def kill(self) -> None:
        """kill -9, with every process that it started."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.base_url}/readyz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        try:
            os.killpg(process.pid, how)
            process.wait(30)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
