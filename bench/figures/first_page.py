"""From `git clone` to the first page, with the network and the caches warm."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.stage import ROOT, Stage, _answers
from tests.server import environment, free_port
from tests.waiting import until


def measure(stage: Stage) -> Iterator[Figure]:
    taken = [_first_page(stage.folder / f"clone{number}") for number in range(min(stage.rounds, 2))]
    yield Figure("from git clone to the first page", "s", taken[-1:], 90, False)


def _first_page(folder: Path) -> float:
    begun = time.perf_counter()
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    port = free_port()
    settings = environment(TURNOUT_DATA=str(folder / "data"), TURNOUT_PORT=str(port))
    with (folder / "serve.log").open("w") as log:
        making = subprocess.Popen(
            ["make", "serve"], cwd=folder, env=settings, stdout=log, stderr=log, start_new_session=True
        )
    try:
        until(lambda: _answers(f"http://127.0.0.1:{port}/"), seconds=900, what="the first page")
        return time.perf_counter() - begun
    finally:
        os.killpg(making.pid, signal.SIGTERM)
        making.wait()
