"""An organiser's past events, and what they teach: the same numbers from the same events, whenever."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from turnout.rules.heads import Heads, binned_curve
from turnout.rules.learning import Learned, Past, foreseen, learn, learn_people, published
from turnout.rules.people import CODES, People, give_of, histogram

# What people had said of themselves, in its weakest form first. A seat that was taken is the usual case.
SAID = ("maybe", "probably", "definitely", "claimed", "paid")
# Alike enough to be counted together, so that a row is about several: days before, and kilometres.
_LEADS = (0, 1, 3, 7, 14, 21, 30, 45, 60, 90, 120, 180, 365)
_DISTANCES = (0, 10, 25, 50, 100, 200, 400, 800, 1600, 5000)


class Alike(NamedTuple):
    """What is known of a person. `lead` in days, `distance` in kilometres, -1 where unknown."""

    said: str
    party: int
    lead: int
    distance: int
    verified: bool


class Cell(NamedTuple):
    """So many people were alike, and so many of them came."""

    alike: Alike
    people: int
    came: int


@dataclass(frozen=True)
class Happened:
    """A past event: heads that had said so, those of them that came, and others; people as cells if known.

    `expected` of them were foreseen by what was known of each person, without the organiser's own level.
    """

    name: str
    date: date
    said: int
    came: int
    walk_ins: int = 0
    kind: str = "claimed"
    lead: int | None = None
    expected: float | None = None
    cells: tuple[Cell, ...] = ()


def cells_of(people: Iterable[tuple[Alike, bool]]) -> tuple[Cell, ...]:
    """Each person and whether they came, counted by what is alike, so that nobody in particular is left."""
    all_of_them: Counter[Alike] = Counter()
    came: Counter[Alike] = Counter()
    for one, has_come in people:
        lead, distance = _nearest(one.lead, _LEADS), _nearest(one.distance, _DISTANCES)
        alike = Alike(one.said, one.party, lead, distance if one.distance >= 0 else -1, one.verified)
        all_of_them[alike] += 1
        came[alike] += has_come
    return tuple(Cell(alike, many, came[alike]) for alike, many in sorted(all_of_them.items()))


def _nearest(value: int, marks: Sequence[int]) -> int:
    return min(marks, key=lambda mark: abs(mark - value))


def learned_from(events: Iterable[Happened]) -> Learned:
    """From the published rates on, in the order of the days."""
    following = _in_order(events)
    known = _before(following)
    for event in following:
        known = _after(known, event)
    return known


def in_turn(events: Iterable[Happened], latest: int) -> Iterator[tuple[Happened, Heads]]:
    """Each of the latest events as those before it let it be foreseen: heads of those who had said so."""
    following = _in_order(events)
    known = _before(following)
    for place, event in enumerate(following):
        if event.said and place >= len(following) - latest:
            yield event, foreseen(known, _past_of(known, event, _people_of(event.cells)[0]))
        known = _after(known, event)


def _in_order(events: Iterable[Happened]) -> list[Happened]:
    return sorted(events, key=lambda event: (event.date, event.name))


def _before(following: Sequence[Happened]) -> Learned:
    return published(float(following[0].date.toordinal()) if following else 0.0)


def _after(known: Learned, event: Happened) -> Learned:
    people, came = _people_of(event.cells)
    known = learn(known, [_past_of(known, event, people)], [_chance(event)])
    return learn_people(known, people, came) if len(people) else known


def _past_of(known: Learned, event: Happened, people: People) -> Past:
    expected = event.expected
    if len(people):
        curve = binned_curve(histogram(people, known.coefficients.mean), give_of(people))
        expected = float(curve.at(np.zeros(1))[0][0])
    kind = event.kind if event.kind in SAID else "claimed"
    return Past(
        float(event.date.toordinal()), event.said, event.came, event.walk_ins, expected=expected, stage=kind
    )


def _people_of(cells: Sequence[Cell]) -> tuple[People, Any]:
    """One entry a person again; those who came first in each cell."""
    each = np.array([cell.people for cell in cells], np.int64)

    def column(values: list[Any], kind: Any) -> Any:
        return np.repeat(np.array(values, kind), each)

    distance = [np.nan if cell.alike.distance < 0 else cell.alike.distance for cell in cells]
    many = int(each.sum())
    people = People(
        stage=column([CODES[cell.alike.said] for cell in cells], np.int8),
        party=column([cell.alike.party for cell in cells], np.int8),
        lead=column([cell.alike.lead for cell in cells], np.float32),
        distance=column(distance, np.float32),
        came=np.zeros(many, np.int8),
        missed=np.zeros(many, np.int8),
        verified=column([cell.alike.verified for cell in cells], np.bool_),
        suspect=np.zeros(many, np.bool_),
    )
    came = [np.arange(cell.people) < cell.came for cell in cells]
    return people, np.concatenate([np.zeros(0, np.bool_), *came])


def _chance(event: Happened) -> float:
    """It breaks ties between counts, as chance would, and is the same whenever this event is learned of."""
    text = f"{event.date} {event.name} {event.said} {event.came}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48
