"""How many heads come, as a distribution: a mixture over the event's effect of sums of people's chances.

Given the effect, people come or stay by themselves: heads have the mean sum(s p) and the variance
sum(s^2 p (1 - p)), s being the party. Few heads are summed exactly, by the characteristic function of the
Poisson binomial (Hong 2013, Comput. Stat. Data Anal. 59:41-51); many are near enough to a normal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from turnout.rules.effects import GRID, Array, midpoints, places_on_grid

Counts = NDArray[np.int64]

# So many heads are summed exactly; more, and more different people, are taken as normal given the effect.
EXACT_HEADS = 400
# A logit is put in the nearest of so many bins: its error of 1/128 moves a mean by less than 3e-5.
BIN, BINS = 64, 2048
_GRID_OF_COUNTS, _EFFECTS = 256, 801
# A correlation below this is none.
_STRANGERS = 1e-6


@dataclass(frozen=True)
class Heads:
    """P(heads <= k) at the counts `at`, ascending whole numbers; between two of them it is interpolated."""

    at: Counts
    cdf: Array

    def chance_over(self, capacity: int) -> float:
        """P(heads > capacity)."""
        if capacity < self.at[0]:
            return 1.0
        return 1 - float(np.interp(capacity, self.at, self.cdf))

    def quantile(self, chance: float) -> int:
        """The least count that is not exceeded with that chance, 0 < chance < 1."""
        right = int(np.searchsorted(self.cdf, chance - 1e-12))
        if right >= len(self.at):
            return int(self.at[-1])
        if right == 0 or self.at[right] == self.at[right - 1] + 1:
            return int(self.at[right])
        low, high = self.cdf[right - 1], self.cdf[right]
        part = (chance - low) / (high - low)
        between = self.at[right - 1] + part * (self.at[right] - self.at[right - 1])
        return int(min(np.ceil(between - 1e-9), self.at[right]))

    @property
    def median(self) -> int:
        return self.quantile(0.5)

    def interval(self, share: float) -> tuple[int, int]:
        """The middle counts that hold `share` of the chance, both ends included."""
        return self.quantile((1 - share) / 2), self.quantile((1 + share) / 2)

    @property
    def mean(self) -> float:
        return float(self._masses() @ self._middles())

    @property
    def variance(self) -> float:
        return float(self._masses() @ (self._middles() - self.mean) ** 2)

    def expected_over(self, capacity: int) -> float:
        """E max(heads - capacity, 0)."""
        return float(self._masses() @ np.maximum(self._middles() - capacity, 0))

    def _masses(self) -> Array:
        return np.diff(self.cdf, prepend=0.0)

    def _middles(self) -> Array:
        """Where the chance between two counts lies: halfway between the whole numbers after the left one."""
        left = np.concatenate([self.at[:1], self.at[:-1] + 1])
        return (left + self.at) / 2


@dataclass(frozen=True)
class Curve:
    """The heads of one event at each effect of GRID: mean, variance, and the whole distribution where few.

    `mean` and `variance` have the shape (57,), `pmf` (57, most + 1), the chance of 0, 1 ... most heads.
    """

    mean: Array
    variance: Array
    most: int
    pmf: Array | None = None

    def at(self, effect: Array) -> tuple[Array, Array, Array]:
        """Mean, variance and the mean's slope at those effects."""
        slope = np.gradient(self.mean, GRID)
        mean, variance, slope = (np.interp(effect, GRID, each) for each in (self.mean, self.variance, slope))
        return mean, variance, slope

    def likelihood(self, came: int) -> Array:
        """(57,): the chance of exactly so many heads, at each effect of GRID."""
        if self.pmf is not None:
            return self.pmf[:, came] if came <= self.most else np.zeros(len(GRID))
        deviation = np.sqrt(self.variance)
        upper, lower = (special.ndtr((came + side - self.mean) / deviation) for side in (0.5, -0.5))
        found: Array = upper - lower
        return found

    def mixed(self, weights: Array) -> Heads:
        """Over the effects of GRID with those weights, which sum to 1."""
        if self.pmf is not None:
            return whole(weights @ self.pmf)
        return added(self, _spread(weights), (), np.empty((0, 0)))

    def reached(self, weights: Array, came: int) -> tuple[float, float]:
        """P(heads < came) and P(heads <= came), as `mixed` has them, without the rest of the distribution."""
        if self.pmf is not None:
            cdf = np.concatenate([[0.0], np.minimum(np.cumsum(weights @ self.pmf), 1.0)])
            return float(cdf[min(came, self.most + 1)]), float(cdf[min(came, self.most) + 1])
        mean, variance, _ = self.at(_spread(weights))
        below, upto = special.ndtr((came + np.array([[-0.5], [0.5]]) - mean) / np.sqrt(variance)).mean(axis=1)
        return (float(below) if came else 0.0), (float(upto) if came < self.most else 1.0)


def _spread(weights: Array) -> Array:
    """Effects that are equally likely, so many that the steps between them are not seen in a large sum."""
    cdf = np.cumsum(weights)
    return np.interp(midpoints(_EFFECTS), (cdf + np.concatenate([[0.0], cdf[:-1]])) / 2, GRID)


@dataclass(frozen=True)
class Extra:
    """Heads that are in no list yet: negative binomial with that mean and variance mean + mean^2 / size."""

    mean: float
    size: float

    def pmf(self, most: int) -> Array:
        """(most + 1,): the chance of 0 ... most; what lies beyond is added to the last."""
        if self.mean <= 0:
            return np.concatenate([[1.0], np.zeros(most)])
        k, stays = np.arange(most + 1), np.log(self.size) - np.log(self.size + self.mean)
        comes = np.log(self.mean) - np.log(self.size + self.mean)
        log = special.gammaln(k + self.size) - special.gammaln(k + 1) - special.gammaln(self.size)
        found: Array = np.exp(log + self.size * stays + k * comes)
        found[-1] += max(0.0, 1 - found.sum())
        return found

    def rates(self, chances: Array) -> Array:
        """The means of the Poissons that it is a mixture of (gamma), at those quantiles."""
        found: Array = special.gammaincinv(self.size, chances) * self.mean / self.size
        return found

    def upper(self) -> int:
        """More than that come with a chance that does not matter."""
        return int(np.ceil(self.mean + 10 * np.sqrt(self.mean + self.mean**2 / self.size) + 10))


def whole(pmf: Array) -> Heads:
    cdf = np.minimum(np.cumsum(np.maximum(pmf, 0)), 1.0)
    cdf[-1] = 1.0
    return Heads(np.arange(len(pmf)), cdf)


def pooled(several: Sequence[Heads], shares: Sequence[float]) -> Heads:
    """Of one of several forecasts, each with its share of belief; they sum to 1."""
    at = np.unique(np.concatenate([heads.at for heads in several]))
    cdf = np.zeros(len(at))
    for heads, share in zip(several, shares, strict=True):
        cdf += share / sum(shares) * np.interp(at, heads.at, heads.cdf, left=0.0)
    cdf[-1] = 1.0
    return Heads(at, np.minimum(np.maximum.accumulate(cdf), 1.0))


def normal_mixture(mean: Array, variance: Array, weights: Array, most: int) -> Heads:
    """Of normals given the effect, with the half-step of a count; all of it within 0 ... most."""
    deviation = np.sqrt(np.maximum(variance, 1e-6))
    low = max(0, int(np.floor((mean - 5 * deviation).min())))
    high = max(low + 1, min(most, int(np.ceil((mean + 5 * deviation).max()))))
    at = _counts(mean, deviation, weights, low, high)
    cdf = weights @ special.ndtr((at + 0.5 - mean[:, None]) / deviation[:, None])
    cdf[-1] = 1.0
    return Heads(at, np.minimum(np.maximum.accumulate(cdf), 1.0))


def _counts(mean: Array, deviation: Array, weights: Array, low: int, high: int) -> Counts:
    """Every count where they are few; else as many as a picture needs, closer where there is more chance."""
    if high - low <= _GRID_OF_COUNTS:
        return np.arange(low, high + 1)
    rough = np.linspace(low, high, 64)
    cdf = weights @ special.ndtr((rough + 0.5 - mean[:, None]) / deviation[:, None])
    road = np.cumsum(np.sqrt(np.maximum(np.diff(cdf, prepend=0), 0)) + 0.02)
    spread = np.interp(np.linspace(road[0], road[-1], _GRID_OF_COUNTS), road, rough)
    return np.unique(np.rint(spread).astype(np.int64))


def exact_curve(logits: Array, parties: Counts, together: Counts, alike: float, give: float = 1.0) -> Curve:
    """The curve of cells: `together` people of one mind with one logit, each of whom brings `parties` heads.

    People together are beta-binomial with the correlation `alike` (0 for strangers, 1 for all or none).
    """
    most = int(parties @ together)
    if len(logits) == 1 and parties[0] == 1:
        return _of_pmf(_together(most, special.expit(logits + give * GRID), alike))
    turns = np.exp(2j * np.pi * np.arange((most + 1) // 2 + 1) / (most + 1))
    wave = np.ones((len(GRID), len(turns)), complex)
    for size, party in sorted(set(zip(together.tolist(), parties.tolist(), strict=True))):
        mine = logits[(together == size) & (parties == party)]
        chances = special.expit(mine + give * GRID[:, None])
        counts = _together(size, chances, alike)
        wave *= (counts @ (turns ** (party * np.arange(size + 1))[:, None])).prod(axis=1)
    pmf = np.fft.irfft(np.conj(wave), n=most + 1, axis=1)
    return _of_pmf(np.maximum(pmf, 0))


def _of_pmf(pmf: Array) -> Curve:
    pmf = pmf / pmf.sum(axis=1, keepdims=True)
    k = np.arange(pmf.shape[1])
    mean = pmf @ k
    return Curve(mean, np.maximum(pmf @ k**2 - mean**2, 1e-6), len(k) - 1, pmf)


def _together(size: int, chances: Array, alike: float) -> Array:
    """(..., size + 1): beta-binomial, the chance that 0 ... size of people of one mind come."""
    if size == 1 or alike < _STRANGERS:
        k = np.arange(size + 1)
        ways = special.binom(size, k)
        found: Array = ways * chances[..., None] ** k * (1 - chances[..., None]) ** (size - k)
        return found
    spread = 1 / min(alike, 0.999) - 1
    come = np.maximum(chances * spread, 1e-9)[..., None]
    stay = np.maximum((1 - chances) * spread, 1e-9)[..., None]
    k = np.arange(size + 1)
    log = special.betaln(come + k, stay + size - k) - special.betaln(come, stay)
    found = special.binom(size, k) * np.exp(log)
    shares: Array = found / found.sum(axis=-1, keepdims=True)
    return shares


def cell_curve(logits: Array, parties: Counts, together: Counts, alike: float) -> Curve:
    """As `exact_curve`, by moments, for any number: a cell's variance is n p (1 - p) (1 + (n - 1) alike)."""
    heads, weight = together * parties, together * parties**2 * (1 + (together - 1) * alike)
    mean, variance = np.empty(len(GRID)), np.empty(len(GRID))
    for place, effect in enumerate(GRID):
        chances = special.expit(logits + effect)
        mean[place] = chances @ heads
        variance[place] = (chances * (1 - chances)) @ weight
    return Curve(mean, np.maximum(variance, 1e-6), int(heads.sum()))


def curve_of(logits: Array, parties: Counts, together: Counts, alike: float) -> Curve:
    """Exact where there are few heads."""
    if int(parties @ together) <= EXACT_HEADS:
        return exact_curve(logits, parties, together, alike)
    return cell_curve(logits, parties, together, alike)


def binned_curve(histogram: Counts, give: float = 1.0) -> Curve:
    """Of (party + 1, BINS): how many people have that party and a logit in that bin; row 0 is left out.

    `give` is how much an effect of GRID moves their logits.
    """
    parties, bins = np.nonzero(histogram[1:])
    parties = parties + 1
    logits = (bins - BINS // 2) / BIN
    people = histogram[parties, bins]
    most = int(people @ parties)
    if most <= EXACT_HEADS:
        one = np.ones(int(people.sum()), np.int64)
        return exact_curve(np.repeat(logits, people), np.repeat(parties, people), one, 0.0, give)
    chances = special.expit(logits + give * GRID[:, None])
    variance = (chances * (1 - chances)) @ (people * parties**2.0)
    return Curve(chances @ (people * parties * 1.0), np.maximum(variance, 1e-6), most)


def added(curve: Curve, effects: Array, extras: Sequence[Extra], points: Array) -> Heads:
    """The heads of the curve at those effects (n,), equally likely, and of the extras by themselves.

    `points` (n, len(extras)) are the chances at which each extra is taken beside each effect.
    """
    weights = np.full(len(effects), 1 / len(effects))
    if curve.pmf is not None and sum(extra.upper() for extra in extras) <= 4 * EXACT_HEADS:
        pmf = places_on_grid(effects, weights) @ curve.pmf
        for extra in extras:
            pmf = np.convolve(pmf, extra.pmf(extra.upper()))
        return whole(pmf)
    mean, variance, _ = curve.at(effects)
    most = curve.most
    for place, extra in enumerate(extras):
        if extra.mean > 0:
            rate = extra.rates(points[:, place])
            mean, variance, most = mean + rate, variance + rate, most + extra.upper()
    return normal_mixture(mean, variance, weights, most)
