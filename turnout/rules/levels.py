"""What is an organiser's own: the level at which people keep their word to them, followed over past events.

The level x is a logit beside the published rate. It drifts and forgets (Ornstein and Uhlenbeck: after a
half-life half of it is gone), and each event whose outcome is known moves it by a Kalman filter; the event's
own effect, Student's t, is the noise, so that one odd event moves it little (Meinhold and Singpurwalla 1989,
J. Am. Stat. Assoc. 84:479-486). How fast a level drifts is not known beforehand, so a bank of filters runs
side by side, each weighed by how well it foresaw (Bayesian model averaging, West and Harrison 1997, ch. 12).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from turnout.rules.effects import FREEDOM, GRID, Array, midpoints, places_on_grid, student
from turnout.rules.heads import Curve

_QUANTILES = student(midpoints(15))
# A surprise counts as at most so many logits, an outcome as at least so likely: one wrong row is no proof.
_SURPRISE, _UNLIKELY = 3.0, 1e-7


@dataclass(frozen=True)
class Bank:
    """M filters: the scale of the event's effect, the level's deviation, its half-life in days; log weights.

    `heeds` (M,) is the part that a filter takes of what is foretold of an event by its own traits.
    """

    scale: Array
    deviation: Array
    half_life: Array
    log_weight: Array
    heeds: Array
    forgetting: float = 0.99

    def weights(self, score: Array) -> Array:
        """(M,): how much each filter is believed, of the logs of how well each foresaw."""
        found: Array = special.softmax(score)
        return found


@dataclass(frozen=True)
class Level:
    """One organiser's level as each filter of the bank believes it after what was known on that day."""

    mean: Array
    variance: Array
    day: float


def unknown(bank: Bank, day: float) -> Level:
    """Before the first event."""
    return Level(np.zeros(len(bank.scale)), bank.deviation**2, day)


def drifted(bank: Bank, level: Level, day: float) -> Level:
    """On a later day, with no event between."""
    kept = 0.5 ** (max(day - level.day, 0.0) / bank.half_life)
    variance = bank.deviation**2 + (level.variance - bank.deviation**2) * kept**2
    return Level(level.mean * kept, variance, max(day, level.day))


def learnt(bank: Bank, level: Level, day: float, curve: Curve, came: float, foretold: float = 0.0) -> Level:
    """After an event on that day, whose heads had that curve and of whom so many came.

    `foretold` is what its own traits had foretold, a logit beside the level.
    """
    here = drifted(bank, level, day)
    mean, variance, slope = curve.at(here.mean + bank.heeds * foretold)
    slope = np.maximum(slope, 1e-3)
    surprise = np.clip((came - mean) / slope, -_SURPRISE, _SURPRISE)
    chance = variance / slope**2
    spread = here.variance + chance + 2 * bank.scale**2
    odd = (FREEDOM + 1) / (FREEDOM + surprise**2 / spread)
    gain = here.variance / (here.variance + (chance + bank.scale**2) / odd)
    return Level(here.mean + gain * surprise, (1 - gain) * here.variance, here.day)


def spread_of(bank: Bank, level: Level) -> Array:
    """(M,): the scale of the t of level and effect together, of the same variance as their sum."""
    found: Array = np.sqrt(bank.scale**2 + level.variance / 2)
    return found


def grid_weights(bank: Bank, level: Level, foretold: float = 0.0) -> Array:
    """(M, 57): each filter's weights of the effects on GRID, for an event on the level's day."""
    effects = (level.mean + bank.heeds * foretold)[:, None] + spread_of(bank, level)[:, None] * _QUANTILES
    return places_on_grid(effects, np.full(len(_QUANTILES), 1 / len(_QUANTILES)))


def believed(bank: Bank, level: Level, score: Array) -> Array:
    """(57,): the weights of the effects on GRID, over all filters."""
    found: Array = bank.weights(score) @ grid_weights(bank, level)
    return found


def scored(bank: Bank, score: Array, weights: Array, curve: Curve, came: int) -> Array:
    """The logs after an outcome that had been foreseen with those `grid_weights`."""
    chance = weights @ curve.likelihood(came)
    return (
        bank.forgetting * score
        + np.log(np.maximum(chance, _UNLIKELY))
        + (1 - bank.forgetting) * bank.log_weight
    )


def effects_of(bank: Bank, level: Level, score: Array, chances: Array) -> Array:
    """The effects at those quantiles, of all filters together."""
    cdf = np.cumsum(believed(bank, level, score))
    return np.interp(chances, (cdf + np.concatenate([[0.0], cdf[:-1]])) / 2, GRID)


def bank_of(scales: Array, drifts: Sequence[tuple[float, float]], heeds: Sequence[float] = (0.0,)) -> Bank:
    """Every scale with every pair of the level's deviation and half-life, and every part taken of traits."""
    each = np.array([(scale, *drift, part) for scale in scales for drift in drifts for part in heeds])
    return Bank(each[:, 0], each[:, 1], each[:, 2], np.full(len(each), -np.log(len(each))), each[:, 3])
