"""Reads what is scored: files of people, files of groups, and the three public sets."""

import csv
import datetime
import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from turnout.rules.effects import Array
from turnout.rules.heads import Counts

Column = Array | NDArray[np.str_]
KNOWN = ("came", "group", "organiser", "t_now", "t_out", "party")
_FIRST_DAY = datetime.date(2015, 7, 1)
_BY_THE_BOOKING = (
    "meal",
    "market_segment",
    "distribution_channel",
    "deposit_type",
    "customer_type",
    "agent",
    "company",
    "reserved_room_type",
)


@dataclass(frozen=True)
class People:
    """One row per person; `features` are numbers or categories, each (n,)."""

    came: Counts
    group: Counts
    organiser: NDArray[np.str_]
    now: Array
    out: Array
    party: Counts
    features: dict[str, Column]

    def chosen(self, rows: NDArray[np.bool_]) -> "People":
        return People(
            self.came[rows],
            np.unique(self.group[rows], return_inverse=True)[1],
            self.organiser[rows],
            self.now[rows],
            self.out[rows],
            self.party[rows],
            {name: column[rows] for name, column in self.features.items()},
        )


@dataclass(frozen=True)
class Group:
    organiser: str
    event: str
    day: float
    said: int
    came: int
    is_paid: bool = False


def read_people(path: Path) -> People:
    """A CSV file, a row per person: came, group, organiser, t_now, t_out, perhaps party, and features."""
    with _opened(path) as lines:
        return people_of(list(csv.DictReader(lines)), path.name)


def people_of(rows: Sequence[Mapping[str, str]], name: str) -> People:
    columns = set(rows[0]) if rows else set()
    missing = {"came", "group", "organiser", "t_now", "t_out"} - columns
    if missing:
        raise click.ClickException(f"{name}: no rows, or no column {', '.join(sorted(missing))}")
    texts = {column: np.array([row[column] or "" for row in rows]) for column in rows[0]}
    party = _numbers(texts["party"]) if "party" in texts else np.ones(len(rows))
    if party is None:
        raise click.ClickException(f"{name}: party is not a number in every row")
    when = [_required(texts[column], column, name) for column in ("came", "t_now", "t_out")]
    return People(
        (when[0] > 0).astype(np.int64),
        np.unique(texts["group"], return_inverse=True)[1],
        texts["organiser"],
        when[1],
        when[2],
        np.maximum(np.rint(party), 1).astype(np.int64),
        {column: _feature(text) for column, text in texts.items() if column not in KNOWN},
    )


def read_groups(path: Path) -> list[Group]:
    """A CSV file with a row per event, in time order: organiser, event, t, said, came."""
    with _opened(path) as lines:
        rows = list(csv.DictReader(lines))
    missing = {"organiser", "event", "t", "said", "came"} - set(rows[0] if rows else ())
    if missing:
        raise click.ClickException(f"{path.name}: no rows, or no column {', '.join(sorted(missing))}")
    days = _days([row["t"] for row in rows])
    return [
        Group(row["organiser"], row["event"], day, int(float(row["said"])), int(float(row["came"])))
        for row, day in zip(rows, days, strict=True)
    ]


def _days(texts: Sequence[str]) -> Iterable[float]:
    """Numbers as they are, dates as days; anything else keeps the order of the file."""
    numbers = _numbers(np.array(texts))
    if numbers is not None:
        return [float(number) for number in numbers]
    try:
        return [float(datetime.date.fromisoformat(text[:10]).toordinal()) for text in texts]
    except ValueError:
        return [float(place) for place in range(len(texts))]


def _required(texts: NDArray[np.str_], column: str, name: str) -> Array:
    numbers = _numbers(texts)
    if numbers is None:
        raise click.ClickException(f"{name}: {column} is not a number in every row")
    return numbers


def _numbers(texts: NDArray[np.str_]) -> Array | None:
    try:
        return texts.astype(np.float64)
    except ValueError:
        return None


def _feature(texts: NDArray[np.str_]) -> Column:
    """Numbers where all that is there is a number; what is missing is then the middle one."""
    filled = ~np.isin(np.char.lower(np.char.strip(texts)), ["", "na", "nan", "null", "none"])
    numbers = _numbers(texts[filled])
    if numbers is None or not len(numbers):
        return texts
    found = np.full(len(texts), float(np.median(numbers)))
    found[filled] = numbers
    filled_in: Array = np.nan_to_num(found, nan=float(np.median(numbers)), posinf=1e12, neginf=-1e12)
    return filled_in


class _opened:
    """A text file, gzipped or not; a clear sentence where it is not there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Iterable[str]:
        if not self.path.is_file():
            raise click.ClickException(f"there is no file {self.path}")
        opener = gzip.open if self.path.suffix == ".gz" else open
        self.file = opener(self.path, "rt", encoding="utf-8-sig", newline="")
        return self.file

    def __exit__(self, *_: object) -> None:
        self.file.close()


def hotel_rows(folder: Path) -> list[dict[str, str]]:
    with _opened(folder / "hotel_bookings.csv.gz") as lines:
        return list(csv.DictReader(lines))


def hotels(rows: Sequence[dict[str, str]], days: int, *, heads: bool = False) -> People:
    """The list as it stood so many days before arrival: booked by then, and not cancelled by then.

    What is completed at check-in (country, parking, assigned room, requests, changes, price) is left out.
    """
    arrival = np.array([_arrival(row) for row in rows])
    status = np.array([_day(row["reservation_status_date"]) for row in rows])
    number = {
        name: np.array([float(row[name]) if row[name] != "NA" else 0.0 for row in rows])
        for name in (*_NUMBERS, "adults", "children", "lead_time")
    }
    is_left = np.array([row["reservation_status"] == "Canceled" for row in rows]) & (status <= arrival - days)
    party = np.clip(number["adults"] + number["children"], 1, 10).astype(np.int64)
    hotel = np.array([row["hotel"] for row in rows])
    features: dict[str, Column] = {name: number[name] for name in _NUMBERS}
    features |= {name: np.array([row[name].strip() for row in rows]) for name in _BY_THE_BOOKING}
    features |= {
        "lead": number["lead_time"],
        "held": np.maximum(number["lead_time"] - days, 0.0).astype(np.float64),
        "people": party.astype(np.float64),
        "children": (number["children"] > 0).astype(np.float64),
        "month": np.array([row["arrival_date_month"] for row in rows]),
        "weekday": ((arrival + 2) % 7).astype(str),
    }
    people = People(
        np.array([row["reservation_status"] == "Check-Out" for row in rows], np.int64),
        np.unique(np.char.add(hotel, arrival.astype(str)), return_inverse=True)[1],
        hotel,
        (arrival - days).astype(np.float64),
        arrival.astype(np.float64),
        party if heads else np.ones(len(rows), np.int64),
        features,
    )
    return people.chosen((number["lead_time"] >= days) & ~is_left)


_NUMBERS = (
    "stays_in_week_nights",
    "stays_in_weekend_nights",
    "previous_cancellations",
    "previous_bookings_not_canceled",
    "is_repeated_guest",
)
_MONTHS = {datetime.date(2000, month, 1).strftime("%B"): month for month in range(1, 13)}


def _arrival(row: Mapping[str, str]) -> int:
    month, day = _MONTHS[row["arrival_date_month"]], int(row["arrival_date_day_of_month"])
    return (datetime.date(int(row["arrival_date_year"]), month, day) - _FIRST_DAY).days


def _day(text: str) -> int:
    return (datetime.date.fromisoformat(text) - _FIRST_DAY).days


def at_least(people: People, least: int) -> People:
    """Only the groups of at least so many people."""
    return people.chosen(np.bincount(people.group)[people.group] >= least)


def colleges(folder: Path) -> list[Group]:
    """Those with all three years, as the bar has them."""
    with _opened(folder / "ipeds_yield_2019_2021.csv") as lines:
        rows = [row for row in csv.DictReader(lines) if row["admitted"] and row["enrolled"]]
    years: dict[str, int] = {}
    for row in rows:
        years[row["unitid"]] = years.get(row["unitid"], 0) + 1
    found = [
        Group(
            row["unitid"],
            row["year"],
            int(row["year"]) * 365.0,
            int(float(row["admitted"])),
            int(float(row["enrolled"])),
        )
        for row in rows
        if years[row["unitid"]] == 3
    ]
    return sorted(found, key=lambda group: group.day)


def community_events(folder: Path) -> list[Group]:
    with _opened(folder / "events_registered_came.csv") as lines:
        rows = list(csv.DictReader(lines))
    return [
        Group(
            row["organiser"],
            row["event"],
            float(place),
            int(row["said_yes"]),
            int(row["came"]),
            row["free"] == "0",
        )
        for place, row in enumerate(rows)
    ]
