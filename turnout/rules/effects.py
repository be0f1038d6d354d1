"""The event's own effect: what moves everybody of one event together, on the logit scale.

Two events of the same make differ by more than chance. The effect u of an event is drawn from Student's t
with 4 degrees of freedom (heavier tails than the normal: one event in twenty goes badly wrong), times a
scale; a person whose own logit is e comes with the chance 1 / (1 + exp(-e - u)).
"""

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]

FREEDOM = 4
# The effects at which the heads of an event are worked out once; close together around none, where most are.
_REACH, _BEND, _HALF = 6.0, 0.7, 28
GRID: Array = _BEND * np.sinh(np.linspace(-1, 1, 2 * _HALF + 1) * np.arcsinh(_REACH / _BEND))
# Korobov's lattice: point i of n is i / n * (1, a, a^2 ...) modulo 1 (Niederreiter 1992, 4.3).
_POINTS, _GENERATOR = 1021, 76


def student(chance: Array) -> Array:
    """The quantiles of Student's t with 4 degrees of freedom, whose standard deviation is the root of 2."""
    found: Array = special.stdtrit(FREEDOM, chance)
    return found


def scale_of(deviation: float) -> float:
    """The scale of the t whose standard deviation is given: variance = scale^2 * 4 / (4 - 2)."""
    return deviation / float(np.sqrt(FREEDOM / (FREEDOM - 2)))


def midpoints(count: int) -> Array:
    """Chances that stand for the whole of (0, 1), each for one part in `count`."""
    return (np.arange(count) + 0.5) / count


def lattice(dimensions: int) -> Array:
    """(1021, dimensions): points spread evenly over the unit cube, for what varies in several ways."""
    powers = np.array([pow(_GENERATOR, power, _POINTS) for power in range(dimensions)])
    found: Array = ((np.arange(_POINTS)[:, None] * powers) % _POINTS + 0.5) / _POINTS
    return found


def places_on_grid(effects: Array, weights: Array) -> Array:
    """(..., len(GRID)): the weights of effects (..., n) shared out to their two neighbours on the grid."""
    inside = np.clip(effects, GRID[0], GRID[-1])
    left = np.minimum(np.searchsorted(GRID, inside, side="right") - 1, len(GRID) - 2)
    part = (inside - GRID[left]) / (GRID[left + 1] - GRID[left])
    rows = inside.shape[:-1]
    row = np.arange(int(np.prod(rows)))[:, None] * len(GRID)
    flat = (left.reshape(len(row), -1) + row).ravel()
    size = len(row) * len(GRID)
    share = np.broadcast_to(weights, inside.shape)
    spread = np.bincount(flat, (share * (1 - part)).ravel(), size)
    spread += np.bincount(flat + 1, (share * part).ravel(), size + 1)[:size]
    found: Array = spread.reshape(*rows, len(GRID)).astype(np.float64)
    return found
