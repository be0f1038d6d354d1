"""The people of an event as arrays, read as numbers: a model for each of 100,000 would take seconds.

A row is read as one whole number, of which the database makes party, stage and the rest; where people are
from and what they chose is read beside it only where it is asked for.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from turnout.events.models import Event
from turnout.forecasts.been_before import been_before
from turnout.forecasts.models import Progress, Step
from turnout.rules.people import CODES, People

Whole = NDArray[np.int64]
Places = NDArray[np.int32]
Row = tuple[Any, ...]

# Where each begins in the number: party has 5 bits and the stage 4, with one of its values for no stage.
_STAGE, _VERIFIED, _SUSPECT, _HOUR = 5, 9, 10, 11
_NONE = 15
_HOURS = {
    # Older ones round the last half of a thousandth up into the next hour.
    "sqlite": "unixepoch(substr(i.created_at, 1, 19)) / 3600",
    "postgresql": "CAST(floor(extract(epoch FROM i.created_at) / 3600) AS bigint)",
}
_JOINED = {"sqlite": "group_concat(number)", "postgresql": "string_agg(CAST(number AS text), ',')"}
_COUNTED = "WHERE i.event_id = %s AND i.standing IN ('counted', 'suspect') ORDER BY i.id"
_LIKELIHOODS = ("maybe", "probably", "definitely")
# Who was only invited is as likely to come as they had said.
_STEPS = tuple(step.value for step in Step if step != Step.INVITED)


@dataclass(frozen=True)
class Gathered:
    """Those whose answers count, suspects included, in the order of their arrival; row for row.

    `hour` (n,) since 1970 is when each answered. With places, `origin` (n,) is the place of each in
    `origins`, (country, postcode) as answered; and `chosen` (n,) of each in `choices`, the ids of options
    that suit. Where somebody has been `invited`, the `uninvited` are left out.
    """

    people: People
    hour: Whole
    invited: bool = False
    uninvited: int = 0
    origin: Places | None = None
    origins: tuple[tuple[str, str], ...] = ()
    chosen: Places | None = None
    choices: tuple[frozenset[int], ...] = ()


def gathered(event: Event, *, with_places: bool = False) -> Gathered:
    """Of the event as it is stored now. `lead` and `distance` are left to who knows day and place: NaN."""
    invited = Progress.objects.filter(event=event).exists()
    before = been_before(event)
    columns, joined = [_number(invited)], ""
    if invited:
        joined = "LEFT JOIN forecasts_progress p ON p.interest_id = i.id"
    if before:
        columns.append("i.id")
    if with_places:
        columns += ["i.country", "i.postcode", "CAST(i.options AS TEXT)"]
    if len(columns) == 1:
        return _gathered(_numbers(columns[0], joined, event), {}, (), invited=invited)
    rows = _read(columns, joined, event)
    number = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    found = _gathered(number, before, rows, invited=invited)
    return _with_places(found, rows) if with_places else found


def _number(invited: bool) -> str:
    stages = _cases("i.likelihood", _LIKELIHOODS)
    party = "i.party"
    if invited:
        later = _cases("p.step", _STEPS)
        stages = (
            f"CASE WHEN p.step IS NULL THEN {_NONE} WHEN p.step = 'invited' THEN {stages} ELSE {later} END"
        )
        party = "COALESCE(p.heads, i.party)"
    return (
        f"{party} + (({stages}) << {_STAGE})"
        f" + ((CASE WHEN i.verified_at IS NULL THEN 0 ELSE 1 END) << {_VERIFIED})"
        f" + ((CASE i.standing WHEN 'suspect' THEN 1 ELSE 0 END) << {_SUSPECT})"
        f" + (({_HOURS[connection.vendor]}) << {_HOUR})"
    )


def _cases(column: str, names: Sequence[str]) -> str:
    whens = " ".join(f"WHEN '{name}' THEN {CODES[name]}" for name in names)
    return f"CASE {column} {whens} END"


def _read(columns: Sequence[str], joined: str, event: Event) -> list[Row]:
    select = f"SELECT {', '.join(columns)} FROM interest_interest i {joined}"  # noqa: S608 - all of it our own
    with connection.cursor() as cursor:
        cursor.execute(f"{select} {_COUNTED}", [event.pk])
        found: list[Row] = cursor.fetchall()
    return found


def _numbers(column: str, joined: str, event: Event) -> Whole:
    """All in one text, which the database joins and numpy reads: half the time of a row for each."""
    numbers = f"SELECT {column} AS number FROM interest_interest i {joined} {_COUNTED}"  # noqa: S608 - as above
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_JOINED[connection.vendor]} FROM ({numbers}) AS numbers", [event.pk])  # noqa: S608
        text: str = cursor.fetchone()[0] or ""
    return np.fromstring(text, np.int64, sep=",")


def _gathered(
    number: Whole, before: Mapping[int, tuple[int, int]], rows: Sequence[Row], *, invited: bool
) -> Gathered:
    stage = (number >> _STAGE) & _NONE
    been = np.zeros((len(number), 2), np.int8)
    if before and rows:
        been[:] = [before.get(row[1], (0, 0)) for row in rows]
    people = People(
        stage=stage.astype(np.int8),
        party=(number & 31).astype(np.int8),
        lead=np.full(len(number), np.nan, np.float32),
        distance=np.full(len(number), np.nan, np.float32),
        came=been[:, 0],
        missed=been[:, 1],
        verified=((number >> _VERIFIED) & 1).astype(np.bool_),
        suspect=((number >> _SUSPECT) & 1).astype(np.bool_),
    )
    mine = stage != _NONE
    return Gathered(people.chosen(mine), number[mine] >> _HOUR, invited, int((~mine).sum()))


def _with_places(found: Gathered, rows: Sequence[Row]) -> Gathered:
    mine = [row for row in rows if (row[0] >> _STAGE) & _NONE != _NONE] if found.uninvited else rows
    origin, origins = _places([row[-3:-1] for row in mine])
    chosen, choices = _places([row[-1] for row in mine])
    options = tuple(frozenset(json.loads(each)) for each in choices)
    return replace(found, origin=origin, origins=tuple(origins), chosen=chosen, choices=options)


def _places(values: list[Any]) -> tuple[Places, list[Any]]:
    """The place of each value among the different ones, and these."""
    different = {value: place for place, value in enumerate(dict.fromkeys(values))}
    return np.fromiter((different[value] for value in values), np.int32, len(values)), list(different)
