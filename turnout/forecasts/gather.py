"""The people of an event as arrays, read as numbers: a model for each of 100,000 would take seconds.

A row is read as one whole number, of which the database makes party, stage and the rest, and all of them as
one text, which numpy reads in half the time of a row for each. Where people are from is a second number, read
only where it is asked for, and what they chose a text beside it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from turnout.events.models import Event
from turnout.forecasts.been_before import been_before
from turnout.forecasts.gazetteer import USA
from turnout.forecasts.models import Progress, Step
from turnout.rules.people import CODES, People

Whole = NDArray[np.int64]
Places = NDArray[np.int32]

# Where each begins in the number: party has 5 bits and the stage 4, with one of its values for no stage.
_STAGE, _VERIFIED, _SUSPECT, _HOUR = 5, 9, 10, 11
_NONE = 15
_HOURS = {
    # Older ones round the last half of a thousandth up into the next hour.
    "sqlite": "unixepoch(substr(i.created_at, 1, 19)) / 3600",
    "postgresql": "CAST(floor(extract(epoch FROM i.created_at) / 3600) AS bigint)",
}
_JOINED = {"sqlite": "group_concat({}, '{}')", "postgresql": "string_agg(CAST({} AS text), '{}')"}
# A ZIP code has 17 bits, with one of its values for none; above it stands the country.
_ZIP_BITS, NO_ZIP = 17, (1 << 17) - 1
_ZIP_GIVEN = {
    "sqlite": "substr(i.postcode, 1, 5) GLOB '[0-9][0-9][0-9][0-9][0-9]'",
    "postgresql": "substr(i.postcode, 1, 5) ~ '^[0-9]{5}$'",
}
_CODE_OF = {"sqlite": "unicode", "postgresql": "ascii"}
_A_TO_Z = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Of every two letters, in their order, and of no country.
COUNTRIES = [*(f"{one}{other}" for one in _A_TO_Z for other in _A_TO_Z), ""]
_COUNTED = "WHERE i.event_id = %s AND i.standing IN ('counted', 'suspect') ORDER BY i.id"
_LIKELIHOODS = ("maybe", "probably", "definitely")
# Who was only invited is as likely to come as they had said.
_STEPS = tuple(step.value for step in Step if step != Step.INVITED)


@dataclass(frozen=True)
class Placed:
    """Row for row (n,): `zips` are codes of the USA or NO_ZIP, `country` is each one's place in COUNTRIES,
    `chosen` that in `choices`, the ids of options that suit."""

    zips: Places
    country: Places
    chosen: Places
    choices: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class Gathered:
    """Those whose answers count, suspects included, in the order of their arrival; row for row.

    `hour` (n,) since 1970 is when each answered. Where somebody has been `invited`, the `uninvited` are left
    out.
    """

    people: People
    hour: Whole
    invited: bool = False
    uninvited: int = 0
    places: Placed | None = None


def gathered(event: Event, *, with_places: bool = False) -> Gathered:
    """Of the event as it is stored now. `lead` and `distance` are left to who knows day and place: NaN."""
    invited = Progress.objects.filter(event=event).exists()
    before = been_before(event)
    joined = "LEFT JOIN forecasts_progress p ON p.interest_id = i.id" if invited else ""
    numbers = [_number(invited), *(["i.id"] if before else []), *([_origin()] if with_places else [])]
    found, options = _read(numbers, joined, event, with_options=with_places)
    stage = (found[0] >> _STAGE) & _NONE
    people = _people(found[0], stage, _been(before, found[1]) if before else None)
    mine = stage != _NONE
    places = _placed(found[-1], options, mine) if with_places else None
    return Gathered(people.chosen(mine), found[0][mine] >> _HOUR, invited, int((~mine).sum()), places)


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


def _origin() -> str:
    given, code = _ZIP_GIVEN[connection.vendor], _CODE_OF[connection.vendor]
    usa = ", ".join(f"'{country}'" for country in sorted(USA))
    zip_ = (
        f"CASE WHEN i.country IN ({usa}) AND {given}"
        f" THEN CAST(substr(i.postcode, 1, 5) AS INTEGER) ELSE {NO_ZIP} END"
    )
    first, second = (f"({code}(substr(i.country, {place}, 1)) - {ord('A')})" for place in (1, 2))
    country = f"CASE WHEN length(i.country) = 2 THEN {first} * 26 + {second} ELSE {len(COUNTRIES) - 1} END"
    return f"({zip_}) + (({country}) << {_ZIP_BITS})"


def _read(
    numbers: Sequence[str], joined: str, event: Event, *, with_options: bool
) -> tuple[list[Whole], list[str]]:
    """Each of the numbers of every row, and the options chosen, as they are stored."""
    columns = [f"{number} AS n{place}" for place, number in enumerate(numbers)]
    texts = [_JOINED[connection.vendor].format(f"n{place}", ",") for place in range(len(numbers))]
    if with_options:
        columns.append("CAST(i.options AS TEXT) AS options")
        texts.append(_JOINED[connection.vendor].format("options", ";"))
    rows = f"SELECT {', '.join(columns)} FROM interest_interest i {joined} {_COUNTED}"  # noqa: S608 - all of it our own
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(texts)} FROM ({rows}) AS rows", [event.pk])  # noqa: S608 - as above
        found: Sequence[str | None] = cursor.fetchone()
    whole = [np.fromstring(text or "", np.int64, sep=",") for text in found[: len(numbers)]]
    options = found[-1].split(";") if with_options and found[-1] else []
    return whole, options


def _been(before: Mapping[int, tuple[int, int]], ids: Whole) -> NDArray[np.int8]:
    """(n, 2): how often each came and did not."""
    return np.array([before.get(pk, (0, 0)) for pk in ids.tolist()], np.int8).reshape(-1, 2)


def _people(number: Whole, stage: Whole, been: NDArray[np.int8] | None) -> People:
    if been is None:
        been = np.zeros((len(number), 2), np.int8)
    return People(
        stage=stage.astype(np.int8),
        party=(number & 31).astype(np.int8),
        lead=np.full(len(number), np.nan, np.float32),
        distance=np.full(len(number), np.nan, np.float32),
        came=been[:, 0],
        missed=been[:, 1],
        verified=((number >> _VERIFIED) & 1).astype(np.bool_),
        suspect=((number >> _SUSPECT) & 1).astype(np.bool_),
    )


def _placed(origin: Whole, options: list[str], mine: NDArray[np.bool_]) -> Placed:
    different = {value: place for place, value in enumerate(dict.fromkeys(options))}
    chosen = np.fromiter(map(different.__getitem__, options), np.int32, len(options))
    origin = origin[mine]
    return Placed(
        (origin & NO_ZIP).astype(np.int32),
        (origin >> _ZIP_BITS).astype(np.int32),
        chosen[mine],
        tuple(frozenset(json.loads(each)) for each in different),
    )
