"""What a hall's size costs, over a range of sizes: the picture of the risk."""

from dataclasses import dataclass

import numpy as np

from turnout.rules.effects import Array
from turnout.rules.heads import Counts, Heads

_POINTS = 61


@dataclass(frozen=True)
class Risk:
    """`over` (n,): the chance that more come than `capacity` (n,) holds."""

    capacity: Counts
    over: Array


def risk(heads: Heads, *marked: int) -> Risk:
    """From where it is nearly sure to where it is nearly none, in round steps; what is marked is in it."""
    low, high = heads.quantile(0.005), heads.quantile(0.998)
    low, high = min((low, *marked)), max((high, low + 1, *marked))
    step = max(1, round((high - low) / _POINTS))
    capacity = np.unique(np.concatenate([np.arange(low, high + step, step), np.array(marked, np.int64)]))
    return Risk(capacity, np.array([heads.chance_over(int(size)) for size in capacity]))
