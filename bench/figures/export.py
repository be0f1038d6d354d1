"""All answers as CSV, against sqlite3's own of the same table; and what memory that takes."""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.stage import House, Stage
from tests.server import TURNOUT

MEGABYTE = 1024


def measure(stage: Stage) -> Iterator[Figure]:
    ours, plain = [], []
    for _ in range(stage.rounds):
        ours.append(_export(stage.full, stage.folder / "ours.csv")[0])
        plain.append(_plain(stage.full, stage.folder / "plain.csv"))
    yield Figure(f"export of {stage.many:,} rows as CSV", "s", ours, 6, False, plain, "sqlite3 -csv")
    many = [_export(stage.full, stage.folder / "ours.csv")[1]]
    few = [_export(stage.few, stage.folder / "few.csv")[1]]
    yield Figure("memory of that export", "MB", many, 1.2, False, few, "of 1,000 rows")


def _export(house: House, output: Path) -> tuple[float, float]:
    """Seconds, and the greatest megabytes; measured by a process of its own around the command."""
    command = [TURNOUT, "export", "bench", "--format", "csv", "--output", str(output)]
    watched = subprocess.run(
        [sys.executable, "-m", "bench.figures.export", *command],
        env=house.server.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, megabytes = map(float, watched.stdout.split()[-2:])
    return seconds, megabytes


def _plain(house: House, output: Path) -> float:
    begun = time.perf_counter()
    with output.open("w") as file:
        subprocess.run(
            [
                "sqlite3",
                "-csv",
                str(house.server.data / "turnout.sqlite3"),
                "SELECT * FROM interest_interest",
            ],
            stdout=file,
            check=True,
        )
    return time.perf_counter() - begun


def watch(command: list[str]) -> None:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    sys.stdout.write(f"{seconds} {peak / MEGABYTE}")


if __name__ == "__main__":
    watch(sys.argv[1:])
