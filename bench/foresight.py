"""`python -m bench.foresight`: score the forecast on events that it has not seen.

Without a file: the three public sets and invented events, written to bench/FORESIGHT.md with the figure
bench/foresight.svg. With a file of people or of groups: that one alone, printed.
"""

import dataclasses
import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import click

from bench.forecasting import data, groups, note, people, simulation
from bench.forecasting.score import Score, Scored, scored

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "foresight"
TRAIN_SHARE = 0.7
# A day's list of fewer bookings says nothing of a forecast; the bar leaves them out as well.
LEAST = 10
FILE = click.Path(path_type=Path)

Run = tuple[str, Callable[[], list[Scored]]]


@click.command()
@click.option(
    "--people", "people_file", type=FILE, help="CSV: came, group, organiser, t_now, t_out, [party], features"
)
@click.option("--groups", "groups_file", type=FILE, help="CSV in time order: organiser, event, t, said, came")
@click.option("--train-share", type=click.FloatRange(0, 0.99), default=TRAIN_SHARE, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="one object per set and line")
@click.option(
    "--shared",
    type=FILE,
    envvar="TURNOUT_FORESIGHT",
    default=SHARED,
    show_default=True,
    help="folder with data/ and baseline_results.csv of the public sets",
)
@click.option(
    "--keep/--no-keep", default=True, help="write bench/FORESIGHT.md where the public sets are scored"
)
def main(
    people_file: Path | None,
    groups_file: Path | None,
    train_share: float,
    as_json: bool,
    shared: Path,
    keep: bool,
) -> None:
    """Score the forecast on a file's later events, or on the public sets."""
    is_public = people_file is None and groups_file is None
    found = []
    runs = list(_runs(people_file, groups_file, train_share, shared))
    with ProcessPoolExecutor(min(len(runs), os.cpu_count() or 1)) as pool:
        for score, forecasts in pool.map(_timed, runs):
            click.echo(json.dumps(_rounded(score)) if as_json else note.line(score))
            found.append((score, forecasts))
    if is_public and keep:
        note.write(found, simulation.coverage(), shared / "baseline_results.csv")


def _runs(
    people_file: Path | None, groups_file: Path | None, train_share: float, shared: Path
) -> Iterator[Run]:
    if people_file:
        yield people_file.stem, partial(people.forecast, data.read_people(people_file), train_share)
    if groups_file:
        yield groups_file.stem, partial(groups.forecast, data.read_groups(groups_file), train_share)
    if people_file is None and groups_file is None:
        yield from _public(shared / "data", train_share)


def _public(folder: Path, train_share: float) -> Iterator[Run]:
    if not folder.is_dir():
        raise click.ClickException(
            f"the public sets are not in {folder}; --shared or TURNOUT_FORESIGHT names another folder"
        )
    bookings = data.hotel_rows(folder)
    for heads in (False, True):
        for days in (60, 30, 7, 0):
            table = data.at_least(data.hotels(bookings, days, heads=heads), LEAST)
            yield f"hotel T-{days}{' heads' if heads else ''}", partial(people.forecast, table, train_share)
    yield "college yield 2021", partial(groups.forecast, data.colleges(folder), train_share)
    events = data.community_events(folder)
    yield "36 events, zero history", partial(groups.forecast_by_prior, events, with_own=False)
    yield "36 events, own past events too", partial(groups.forecast_by_prior, events, with_own=True)


def _timed(named: Run) -> tuple[Score, list[Scored]]:
    name, run = named
    begun = time.perf_counter()
    forecasts = run()
    if not forecasts:
        raise click.ClickException(f"{name}: no group is late enough to be forecast from the earlier ones")
    return scored(name, forecasts, time.perf_counter() - begun), forecasts


def _rounded(score: Score) -> dict[str, object]:
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in dataclasses.asdict(score).items()
    }


if __name__ == "__main__":
    main()
