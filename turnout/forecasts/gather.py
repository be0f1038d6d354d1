"""The people of an event as arrays, read as numbers: a model for each of 100,000 would take seconds.

A row is read as one whole number, of which the database makes party, stage and the rest, and all of them as
one text, which numpy reads in half the time of a row for each. Where people are from and what they chose are
texts beside it, read only where they are asked for.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from turnout.events.models import Event
from turnout.events.when_and_where import USA
from turnout.forecasts.been_before import been_before
from turnout.forecasts.gazetteer import NO_ZIP
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
# Of each place seven letters, filled up with spaces: the country's two and five of the postcode.
_ORIGIN, _LETTERS = "substr(i.country || '  ', 1, 2) || substr(i.postcode || '     ', 1, 5)", 7
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
    numbers = [_number(invited), *(["i.id"] if before else [])]
    found, texts = _read(numbers, joined, event, with_places=with_places)
    stage = (found[0] >> _STAGE) & _NONE
    people = _people(found[0], stage, _been(before, found[1]) if before else None)
    mine = stage != _NONE
    placed = _placed(texts[0], texts[1], mine) if with_places else None
    return Gathered(people.chosen(mine), found[0][mine] >> _HOUR, invited, int((~mine).sum()), placed)


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


def _read(
    numbers: Sequence[str], joined: str, event: Event, *, with_places: bool
) -> tuple[list[Whole], list[str]]:
    """Each of the numbers of every row; and all their origins, and their options as they are stored."""
    columns = {f"n{place}": (number, ",") for place, number in enumerate(numbers)}
    if with_places:
        columns |= {"origin": (_ORIGIN, ""), "options": ("CAST(i.options AS TEXT)", ";")}
    named = ", ".join(f"{column} AS {name}" for name, (column, _) in columns.items())
    texts = ", ".join(
        _JOINED[connection.vendor].format(name, between) for name, (_, between) in columns.items()
    )
    rows = f"SELECT {named} FROM interest_interest i {joined} {_COUNTED}"  # noqa: S608 - all of it our own
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {texts} FROM ({rows}) AS rows", [event.pk])  # noqa: S608 - as above
        found = [text or "" for text in cursor.fetchone()]
    many = len(numbers)
    return [np.fromstring(text, np.int64, sep=",") for text in found[:many]], found[many:]


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


def _placed(origins: str, options: str, mine: NDArray[np.bool_]) -> Placed:
    # What is no ASCII is no part of a code, and counts as one letter all the same.
    letters = np.frombuffer(origins.encode("ascii", "replace"), np.uint8).reshape(-1, _LETTERS).T.copy()
    known, country = _number_of(letters[:2], ord("A"), len(_A_TO_Z))
    country = np.where(known, country, len(COUNTRIES) - 1)
    given, zips = _number_of(letters[2:], ord("0"), 10)
    in_usa = np.isin(country, [COUNTRIES.index(each) for each in USA])
    each = options.split(";") if options else []
    different = {value: place for place, value in enumerate(dict.fromkeys(each))}
    chosen = np.fromiter(map(different.__getitem__, each), np.int32, len(each))
    choices = tuple(frozenset(json.loads(value)) for value in different)
    return Placed(np.where(in_usa & given, zips, NO_ZIP)[mine], country[mine], chosen[mine], choices)


def _number_of(letters: NDArray[np.uint8], zero: int, base: int) -> tuple[NDArray[np.bool_], Places]:
    """Of (places, n) digits, which begin with the letter `zero`: whether all are some, and their number."""
    # What is below zero is far above as well.
    digits = letters - np.uint8(zero)
    number = np.zeros(digits.shape[1], np.int32)
    for digit in digits:
        number = number * np.int32(base) + digit
    good: NDArray[np.bool_] = np.all(digits < base, axis=0)
    return good, number
