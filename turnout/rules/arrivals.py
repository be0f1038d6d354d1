"""Who is in no list yet: people who will still sign up, and those who come to the door without a ticket."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from turnout.rules.effects import Array
from turnout.rules.heads import Extra

# Sign-ups of a day count half after so many days. Interest fades by itself: half of a day's rate is left
# after about three weeks (a prior, which the days so far move), and days differ by more than chance.
_HALF_LIFE = 10.0
_FADES, _FADES_DEVIATION = -0.033, 0.03
_DAILY_SIZE = 2.0
NOBODY = Extra(0.0, 1.0)


def yet_to_sign_up(daily: Sequence[int], days_left: float, chance: float, party: float) -> Extra:
    """Heads of people who sign up in the days left, from the sign-ups of each day so far, the oldest first.

    `chance` that one of them comes; `party` heads each. A Poisson regression of the days on their age, whose
    rate's doubt (gamma) makes the negative binomial. Nobody where no day is left, or none came so far.
    """
    days = int(np.ceil(max(days_left, 0.0)))
    counts = np.asarray(daily, np.float64)
    if days == 0 or not counts.sum() or chance <= 0:
        return NOBODY
    rate, slope, doubt = _trend(counts)
    ahead = np.arange(1, days + 1)
    # A day's rate never grows over what it is now: a second spike is news that nobody can foretell.
    rates = np.exp(rate + min(slope, 0.0) * ahead)
    expected, shares = float(rates.sum()), rates / rates.sum()
    # Of what fades, far days bring next to nothing: they count by their part of all, in both terms. How fast
    # it fades moves the log of the sum by the mean day (its derivative); half of that doubt is left.
    reach = float(shares @ ahead)
    variance = float(shares @ shares) / _DAILY_SIZE + doubt + (_FADES_DEVIATION * reach) ** 2 / 4
    return Extra(expected * chance * party, 1 / variance)


def _trend(counts: Array) -> tuple[float, float, float]:
    """The log of today's rate, its slope by day, and the variance of the first."""
    age = -np.arange(len(counts))[::-1].astype(np.float64)
    weight = 0.5 ** (-age / _HALF_LIFE)
    rate, slope = float(np.log((weight @ counts + 0.5) / (weight.sum() + 1))), _FADES
    curvature = np.eye(2)
    for _ in range(20):
        expected = np.exp(np.clip(rate + slope * age, -20, 20))
        pull = weight * (counts - expected) / (1 + expected / _DAILY_SIZE)
        worth = weight * expected / (1 + expected / _DAILY_SIZE)
        gradient = np.array([pull.sum(), pull @ age - (slope - _FADES) / _FADES_DEVIATION**2])
        curvature = np.array([[worth.sum() + 1e-3, worth @ age], [worth @ age, worth @ age**2]])
        curvature[1, 1] += 1 / _FADES_DEVIATION**2
        step = np.clip(np.linalg.solve(curvature, gradient), -1, 1)
        rate, slope = rate + float(step[0]), slope + float(step[1])
    return rate, slope, float(np.linalg.inv(curvature)[0, 0])


@dataclass(frozen=True)
class WalkIns:
    """Walk-ins for each head that was expected: a gamma belief, its mean is `shape / heads`.

    Before any event: 3 in 100, believed as one event of 30 heads would be. There is no published rate.
    """

    shape: float = 1.0
    heads: float = 100 / 3

    def expected(self, heads: float) -> Extra:
        """Beside so many expected heads."""
        return Extra(heads * self.shape / self.heads, self.shape) if heads > 0 else NOBODY

    def learnt(self, walk_ins: int, expected: float) -> "WalkIns":
        """After an event; what was learned earlier fades, so an event never counts less than one in five."""
        kept = 0.8
        return WalkIns(
            max(kept * self.shape + walk_ins, 0.1), max(kept * self.heads + max(expected, 0.0), 1.0)
        )
