"""The shape of a forecast: how likely each number of heads is, as a smooth line to draw."""

from dataclasses import dataclass

import numpy as np

from turnout.rules.effects import Array
from turnout.rules.heads import Heads

_POINTS = 72


@dataclass(frozen=True)
class Silhouette:
    """`at` (n,) heads, ascending; `height` (n,) between 0 and 1, the highest 1."""

    at: Array
    height: Array


def silhouette(heads: Heads) -> Silhouette:
    """Nearly all of it, with a little air on both sides; of one certain number, a narrow hill."""
    low, high = heads.quantile(0.0015), heads.quantile(0.9985)
    air = max((high - low) * 0.06, 2.0)
    edges = np.linspace(max(low - air, -0.5), high + air, _POINTS + 1)
    # Between two whole numbers the chance grows evenly, so that a few heads make no comb.
    known = np.concatenate([[heads.at[0] - 1], heads.at]) + 0.5
    height = np.diff(np.interp(edges, known, np.concatenate([[0.0], heads.cdf])))
    for _ in range(3):
        height = np.convolve(np.pad(height, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    return Silhouette((edges[1:] + edges[:-1]) / 2, height / max(float(height.max()), 1e-12))
