"""The picture of an event that has none of its own: a hall seen from its stage, some of its seats taken."""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass

WIDTH, HEIGHT = 800, 400
_CENTRE = (400, 520)
_NEAREST, _FURTHEST, _ROW = 150, 560, 34
_SEAT = 30


@dataclass(frozen=True)
class Hall:
    """Two SVG paths of points, drawn with round caps."""

    taken: str
    free: str


def hall(name: str) -> Hall:
    """Always the same for one name."""
    chance = _chances(name)
    paths: dict[bool, list[str]] = {True: [], False: []}
    for row, radius in enumerate(range(_NEAREST, _FURTHEST, _ROW)):
        for x, y in _row(radius):
            # The front rows fill first.
            taken = next(chance) > 40 + row * 14
            paths[taken].append(f"M{x} {y}h0")
    return Hall("".join(paths[True]), "".join(paths[False]))


def _row(radius: int) -> list[tuple[int, int]]:
    seats = int(math.pi * radius / _SEAT)
    angles = [math.pi * (seat + 0.5) / seats for seat in range(seats)]
    points = [(_CENTRE[0] + radius * math.cos(a), _CENTRE[1] - radius * math.sin(a)) for a in angles]
    return [(round(x), round(y)) for x, y in points if -10 < x < WIDTH + 10 and -10 < y < HEIGHT + 10]


def _chances(name: str) -> Iterator[int]:
    number = 0
    while True:
        yield from hashlib.sha256(f"{name}{number}".encode()).digest()
        number += 1
