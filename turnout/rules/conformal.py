"""A forecast corrected by how earlier forecasts fared, without a belief about why they erred.

Where an outcome fell in its forecast's distribution (PIT) is uniform if forecasts are honest. For each of
seven quantiles the point that would have held its share of past outcomes is followed by adaptive conformal
inference (Gibbs and Candes 2021, NeurIPS 34; quantile tracking as in Angelopoulos et al. 2023): after each
outcome it moves out a little if the outcome fell beyond it, and in if not. The steps shrink as outcomes
gather (Robbins and Monro) and never vanish, so that a change in the world is followed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from turnout.rules.effects import Array
from turnout.rules.heads import Heads

LEVELS: Array = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])
# The 80 % interval is corrected from so many own outcomes on, and the 95 % interval from so many.
INNER_FROM, OUTER_FROM = 10, 19
# As if so many honest outcomes had gone before; no outcome ever counts less than one in ten times as many.
HONEST = 40
_NORMAL: Array = special.ndtri(LEVELS)
_DENSITY: Array = np.exp(-(_NORMAL**2) / 2) / np.sqrt(2 * np.pi)


@dataclass(frozen=True)
class Correction:
    """The chance `at` which the forecast's own distribution really reaches each of LEVELS."""

    at: Array

    def corrected(self, heads: Heads) -> Heads:
        known = np.concatenate([[0.0], self.at, [1.0]])
        said = np.concatenate([[0.0], LEVELS, [1.0]])
        return Heads(heads.at, np.interp(heads.cdf, known, said))


NONE = Correction(LEVELS)


def correction(pits: Sequence[float], honest: int = HONEST) -> Correction:
    """After outcomes with those PITs, the oldest first, and before them as if `honest` ones.

    A forecast that already learned its width from hundreds of outcomes deserves more trust than one that did
    not: to correct it by the same outcomes once more follows their noise.
    """
    if len(pits) < INNER_FROM:
        return NONE
    shift, mean = np.zeros(len(LEVELS)), np.zeros(len(LEVELS))
    for place, pit in enumerate(pits):
        step = max(1 / (honest + place), 0.1 / honest)
        shift = shift + step * (LEVELS - (pit <= special.ndtr(_NORMAL + shift))) / _DENSITY
        mean += (shift - mean) * max(1 / (place + 1), 0.2 / honest)
    if len(pits) < OUTER_FROM:
        mean[[0, -1]] = mean[[1, -2]]
    at = np.maximum.accumulate(np.clip(special.ndtr(_NORMAL + mean), 1e-6, 1 - 1e-6))
    return Correction(at + np.arange(len(LEVELS)) * 1e-9)


def pit(heads: Heads, came: int, chance: float) -> float:
    """Where the outcome fell: between P(heads < came) and P(heads <= came), at random (0 to 1 as given).

    Uniform for an honest forecast of counts (Smith 1985; Czado, Gneiting and Held 2009, Biometrics 65).
    """
    return between(1 - heads.chance_over(came - 1), 1 - heads.chance_over(came), chance)


def between(below: float, upto: float, chance: float) -> float:
    """The same of P(heads < came) and P(heads <= came)."""
    return below + chance * (upto - below)
