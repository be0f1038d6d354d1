"""The kept forecasts of one event as an SVG, day by day, against the line of those who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from turnout.forecasts.models import Forecast
from turnout.interest.in_words import number

_LEFT, _RIGHT, _TOP, _FOOT = 46, 660, 16, 220


@dataclass(frozen=True)
class Figure:
    """Paths in a box of 700 by 250; `ticks` are heights with their numbers."""

    nineteen: str
    eight: str
    middle: str
    came: float
    ticks: Sequence[tuple[float, str]]
    first_day: date
    day: date


def figure_of(kept: Sequence[Forecast], came: int, day: date, language: str) -> Figure:
    """Of at least two forecasts, the earliest first; what happened stands at `day`, at the right."""
    first = kept[0].day
    days = max((day - first).days, 1)
    most = max(came, *(each.high95 for each in kept), 1)
    step = _step(most)
    top = -(-most // step) * step

    def x(of: date) -> float:
        return round(_LEFT + (of - first).days / days * (_RIGHT - _LEFT), 1)

    def y(heads: int) -> float:
        return round(_FOOT - heads / top * (_FOOT - _TOP), 1)

    return Figure(
        _band([(x(each.day), y(each.low95), y(each.high95)) for each in kept]),
        _band([(x(each.day), y(each.low80), y(each.high80)) for each in kept]),
        "M" + "L".join(f"{x(each.day)} {y(each.median)}" for each in kept),
        y(came),
        [(y(heads), number(heads, language)) for heads in range(0, top + 1, step)],
        first,
        day,
    )


def _band(ends: Sequence[tuple[float, float, float]]) -> str:
    """There along the upper ends and back along the lower ones."""
    there = [f"{x} {high}" for x, _, high in ends]
    back = [f"{x} {low}" for x, low, _ in reversed(ends)]
    return f"M{'L'.join(there + back)}Z"


def _step(most: int) -> int:
    """Between three and six round steps."""
    ten = 1
    while True:
        for digit in (1, 2, 5):
            if digit * ten * 5 >= most:
                return digit * ten
        ten *= 10
