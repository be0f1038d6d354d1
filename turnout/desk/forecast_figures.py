"""A forecast as the page shows it: the answer, its table, and the points of its pictures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from turnout.forecasts.models import Forecast as Kept
from turnout.rules.forecast import Forecast
from turnout.rules.heads import Heads

SHARES = (0.5, 0.8, 0.95)
_POINTS = 96
# What is rarer than one in 200 on either side is not drawn; nor is a tail that would press the rest together.
_RARE, _TAIL = 0.005, 1.2


@dataclass(frozen=True)
class Range:
    """So many chances in ten or twenty, as `name` says: half, eight, nineteen."""

    name: str
    low: int
    high: int


@dataclass(frozen=True)
class Moved:
    """A kept forecast in the table of how it moved."""

    kept: Kept
    stage_begins: bool


def ranges_of(forecast: Forecast) -> list[Range]:
    names = ("half", "eight", "nineteen")
    return [Range(name, *forecast.interval(share)) for name, share in zip(names, SHARES, strict=True)]


def hill(heads: Heads) -> dict[str, list[float]]:
    """Counts, how likely each is beside the likeliest, and the chance of more than it."""
    low = heads.quantile(_RARE)
    high = min(heads.quantile(1 - _RARE), int(_TAIL * heads.quantile(0.975)) + 1)
    # Whole steps: with others some would hold one count more than their neighbours.
    step = max(1, round((high - low) / _POINTS))
    # Some steps to each side, so that the hill comes down to the ground.
    ends = np.arange(low - 3 * step, high + 3 * step + 1, step)
    cdf = np.array([1 - heads.chance_over(int(end)) if end >= 0 else 0.0 for end in ends])
    mass = np.diff(cdf)
    shown = ends[1:] >= 0
    return {
        "counts": (ends[1:] - (step - 1) / 2)[shown].tolist(),
        "height": np.round(mass / max(float(mass.max()), 1e-12), 5)[shown].tolist(),
        "more": np.round(1 - cdf[1:], 4)[shown].tolist(),
    }


def fan(kept: Iterable[Kept], now: Forecast | None, at: datetime) -> list[list[float]]:
    """Seconds since 1970, then the bounds from the lowest to the highest, for each forecast and for now."""
    points = [[each.at.timestamp(), *bounds_of(each)] for each in kept]
    if now is not None:
        ends = [now.quantile(chance) for chance in (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)]
        points.append([at.timestamp(), *ends])
    return points


def bounds_of(kept: Kept) -> tuple[int, ...]:
    return (kept.low95, kept.low80, kept.low50, kept.median, kept.high50, kept.high80, kept.high95)


def moved(kept: Sequence[Kept]) -> list[Moved]:
    """The latest first."""
    stages = ["", *(each.stage for each in kept)]
    found = [Moved(each, each.stage != stage) for each, stage in zip(kept, stages, strict=False)]
    return found[::-1]
