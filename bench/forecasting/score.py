"""How well forecasts did: whether their intervals hold what they say, and how near they were."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from turnout.rules.conformal import pit
from turnout.rules.heads import Heads

LEVELS = (0.5, 0.8, 0.95)
SEED = 8


@dataclass(frozen=True)
class Scored:
    """One forecast beside what happened. `said` is the most heads that could have come of the list."""

    said: int
    came: int
    heads: Heads


@dataclass(frozen=True)
class Score:
    """One row of the report, in per cent but for `crps`; `width80` and `empty_q95` are of those who said."""

    set: str
    groups: int
    mape: float
    crps: float
    cover50: float
    cover80: float
    cover95: float
    width80: float
    over_q95: float
    empty_q95: float
    seconds: float


def crps(heads: Heads, came: int) -> float:
    """In heads: the sum over all counts of (F(k) - 1[k >= came])^2 (Matheson and Winkler 1976)."""
    low, high = min(int(heads.at[0]), came) - 1, max(int(heads.at[-1]), came)
    counts = np.arange(low, high + 1)
    cdf = np.interp(counts, heads.at, heads.cdf, left=0.0)
    return float(((cdf - (counts >= came)) ** 2).sum())


def pits(forecasts: Sequence[Scored]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    chance = np.random.default_rng(SEED)
    return np.array([pit(each.heads, each.came, float(chance.random())) for each in forecasts])


def scored(name: str, forecasts: Sequence[Scored], seconds: float) -> Score:
    """Coverage is that of the randomised PIT, which an honest forecast of counts holds exactly."""
    came = np.array([each.came for each in forecasts])
    said = np.maximum([each.said for each in forecasts], 1)
    medians = np.array([each.heads.median for each in forecasts])
    widths = np.array([np.diff(each.heads.interval(0.8))[0] for each in forecasts])
    halls = np.array([each.heads.quantile(0.95) for each in forecasts])
    off = np.abs(pits(forecasts) - 0.5)
    cover50, cover80, cover95 = (100 * float(np.mean(off <= level / 2)) for level in LEVELS)
    return Score(
        name,
        len(forecasts),
        100 * float(np.mean(np.abs(medians - came) / np.maximum(came, 1))),
        float(np.mean([crps(each.heads, each.came) for each in forecasts])),
        cover50,
        cover80,
        cover95,
        100 * float(np.mean(widths / said)),
        100 * float(np.mean(came > halls)),
        100 * float(np.mean(np.maximum(halls - came, 0) / said)),
        seconds,
    )
