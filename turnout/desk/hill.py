"""The shape of a forecast as an SVG: all of it, and the part that holds 8 chances in 10."""

from collections.abc import Sequence
from dataclasses import dataclass

from turnout.interest.in_words import number
from turnout.rules.heads import Heads
from turnout.rules.silhouette import silhouette

_LEFT, _RIGHT, _FOOT, _TALL = 10, 410, 160, 134
# Numbers that stand closer than that would run into each other.
_NEAR = 34


@dataclass(frozen=True)
class Hill:
    """Paths in a box of 420 by 190; `marks` are x, number, and whether it is the middle."""

    all: str
    most: str
    median: float
    marks: Sequence[tuple[float, str, bool]]


def hill_of(heads: Heads, language: str) -> Hill:
    shape, (low, high) = silhouette(heads), heads.interval(0.8)
    first, last = float(shape.at[0]), float(shape.at[-1])

    def x(value: float) -> float:
        return round(_LEFT + (value - first) / (last - first) * (_RIGHT - _LEFT), 1)

    spots = [
        (at, x(at), round(_FOOT - tall * _TALL, 1))
        for at, tall in zip(shape.at.tolist(), shape.height.tolist(), strict=True)
    ]
    median = heads.median
    marks = [(x(median), number(median, language), True)]
    marks += [
        (x(end), number(end, language), False) for end in (low, high) if abs(x(end) - x(median)) > _NEAR
    ]
    inside = [(right, down) for at, right, down in spots if low <= at <= high]
    return Hill(_path([(right, down) for _, right, down in spots]), _path(inside), x(median), marks)


def _path(spots: Sequence[tuple[float, float]]) -> str:
    if len(spots) < 2:
        return ""
    top = "L".join(f"{x} {y}" for x, y in spots)
    return f"M{spots[0][0]} {_FOOT}L{top}V{_FOOT}Z"
