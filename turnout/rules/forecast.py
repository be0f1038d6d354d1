"""How many will come: the whole distribution, from the people so far and what past events have taught."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from turnout.rules import levels
from turnout.rules.arrivals import NOBODY, yet_to_sign_up
from turnout.rules.conformal import Correction, correction
from turnout.rules.effects import Array, lattice
from turnout.rules.heads import Curve, Extra, Heads, added, binned_curve
from turnout.rules.learning import BANK, Learned, published
from turnout.rules.people import People, give_of, histogram

INTERVALS = (0.5, 0.8, 0.95)
_POINTS = lattice(3)


@dataclass(frozen=True)
class SignUps:
    """How sign-ups have come so far, a count for each day, the oldest first; and the days that are left."""

    daily: Sequence[int]
    days_left: float


@dataclass(frozen=True)
class Forecast:
    """`heads` is the answer: of the list, those yet to sign up, and walk-ins, which are also shown apart.

    `said` heads said something; what `events` of the organiser's own have taught is in it.
    """

    heads: Heads
    listed: Heads
    late: Extra
    walk_ins: Extra
    said: int
    events: int

    @property
    def median(self) -> int:
        return self.heads.median

    def interval(self, share: float) -> tuple[int, int]:
        """The middle counts that hold `share` of the chance (0.5, 0.8, 0.95), both ends included."""
        return self.heads.interval(share)

    def quantile(self, chance: float) -> int:
        return self.heads.quantile(chance)

    def chance_over(self, capacity: int) -> float:
        """P(more than `capacity` come)."""
        return self.heads.chance_over(capacity)


def forecast(
    people: People,
    *,
    known: Learned | None = None,
    day: float = 0.0,
    sign_ups: SignUps | None = None,
    with_walk_ins: bool = True,
) -> Forecast:
    """Of an event on that day (in the days of what is `known`; by default the published rates alone)."""
    known = known or published(day)
    curve, effects = crowd(people, known, day)
    late = _late(people, curve, effects, sign_ups)
    mean = float(curve.at(effects)[0].mean())
    walk_ins = known.walk_ins.expected(mean + late.mean) if with_walk_ins else NOBODY
    corrected = correction(known.pits)
    return Forecast(
        _heads(curve, effects, (late, walk_ins), corrected),
        _heads(curve, effects[::3], (), corrected),
        late,
        walk_ins,
        curve.most,
        known.events,
    )


def crowd(people: People, known: Learned, day: float) -> tuple[Curve, Array]:
    """The heads at each effect, and 1,021 effects that are equally likely for an event on that day."""
    curve = binned_curve(histogram(people, known.coefficients.mean), give_of(people))
    before = known.level if known.events else levels.unknown(BANK, day)
    return curve, levels.effects_of(BANK, levels.drifted(BANK, before, day), known.score, _POINTS[:, 0])


def _heads(curve: Curve, effects: Array, extras: tuple[Extra, ...], corrected: Correction) -> Heads:
    return corrected.corrected(added(curve, effects, extras, _POINTS[:, 1:]))


def _late(people: People, curve: Curve, effects: Array, sign_ups: SignUps | None) -> Extra:
    """Those to come are taken to be as likely to come, and as many each, as those so far."""
    genuine = people.party[~people.suspect]
    if sign_ups is None or not len(genuine) or not curve.most:
        return NOBODY
    party = float(np.mean(genuine))
    chance = float(curve.at(effects)[0].mean()) / curve.most
    return yet_to_sign_up(sign_ups.daily, sign_ups.days_left, chance, party)
