"""Load by wrk, which asks faster than any of the servers here answers: it spends half a core at most."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CONNECTIONS = 64
PAGES, ANSWERS, PACED, CLAIMS, COMMENTS = (
    HERE / name for name in ("pages.lua", "answers.lua", "paced.lua", "claims.lua", "comments.lua")
)


@dataclass(frozen=True)
class Load:
    rate: float
    p50: float
    p99: float
    requests: int = 0


class NotServed(Exception):
    """A request was refused or broke off: the figure would mean nothing."""


def load(
    url: str, script: Path, seconds: float, pause: float = 0, settings: Mapping[str, str] | None = None
) -> Load:
    """Requests a second, and milliseconds. `pause` is each connection's between two requests."""
    told = _wrk(url, script, seconds, pause, settings or {}).communicate()[1]
    return _read(told)


def start_load(url: str, script: Path, seconds: float, pause: float = 0) -> "subprocess.Popen[str]":
    """The same, going on beside what is measured."""
    return _wrk(url, script, seconds, pause, {})


def finish_load(running: "subprocess.Popen[str]") -> Load:
    return _read(running.communicate()[1])


def _wrk(
    url: str, script: Path, seconds: float, pause: float, settings: Mapping[str, str]
) -> "subprocess.Popen[str]":
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}", "-s", str(script), url]
    environment = {**os.environ, **settings, "BENCH_PAUSE": str(pause), "BENCH_ANSWERS": str(ANSWERS)}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def _read(told: str) -> Load:
    found = json.loads(told.strip().splitlines()[-1])
    if found["refused"] or found["broken"]:
        raise NotServed(told)
    return Load(found["requests"] / found["seconds"], found["p50"], found["p99"], found["requests"])


def install_wrk() -> None:
    """Raises SystemExit with one sentence where it is missing and cannot be installed."""
    if shutil.which("wrk") is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], check=False)
    if shutil.which("wrk") is None:
        raise SystemExit("bench: wrk is missing; install the package wrk.")
