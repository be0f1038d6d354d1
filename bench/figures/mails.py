"""Mails that ask to confirm, through a worker, against smtplib that sends one of them in a loop."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.stage import House, Stage, run_beside
from tests.server import TURNOUT, free_port
from tests.waiting import until

MANY = "1000000"


def measure(stage: Stage) -> Iterator[Figure]:
    for house, database in ((stage.sqlite, "SQLite"), (stage.postgres, "PostgreSQL")):
        ours, bare = [], []
        for _ in range(stage.rounds):
            text = stage.folder / "mail.txt"
            ours.append(_worker(house, stage.mails, text))
            bare.append(_loop(text, stage.mails))
        yield Figure(f"mails to confirm, {database}", "/s", ours, 0.7, True, bare, "smtplib in a loop")


def _worker(house: House, mails: int, text: Path) -> float:
    """From the first mail's sender to the last one's end, in a worker that has nothing else to do.

    When it starts it relates posts and renders pages that others left to it: that is no mail's cost.
    """
    port = free_port()
    sink = _sink(port, mails)
    caps = {"TURNOUT_MAILS_PER_MINUTE": MANY, "TURNOUT_MAILS_PER_MINUTE_PER_DOMAIN": MANY}
    worker = subprocess.Popen(
        [TURNOUT, "worker"],
        env={**house.server.environment, **caps, "TURNOUT_SMTP_URL": f"smtp://127.0.0.1:{port}"},
    )
    try:
        until(lambda: _rests(worker.pid), seconds=60, what="the worker has caught up")
        run_beside(house.server, "bench.queue_mails", "bench", str(mails), str(text))
        return float(sink.communicate(timeout=600)[0])
    finally:
        worker.terminate()
        worker.wait()


def _rests(pid: int) -> bool:
    """Whether it used less than a fifth of a core for a second."""
    before = _processor_seconds(pid)
    time.sleep(1)
    return _processor_seconds(pid) - before < 0.2


def _processor_seconds(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _loop(text: Path, mails: int) -> float:
    port = free_port()
    sink = _sink(port, mails)
    loop = [sys.executable, "-m", "bench.smtplib_loop", str(port), str(text), str(mails)]
    subprocess.run(loop, check=True)
    return float(sink.communicate(timeout=600)[0])


def _sink(port: int, mails: int) -> "subprocess.Popen[str]":
    """Returns once it listens."""
    command = [sys.executable, "-m", "bench.sink", str(port), str(mails)]
    sink = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert sink.stdout is not None
    sink.stdout.readline()
    return sink
