"""How many will come: the whole distribution, from the people so far and what past events have taught."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from turnout.rules import levels
from turnout.rules.arrivals import NOBODY, yet_to_sign_up
from turnout.rules.conformal import Correction, correction
from turnout.rules.effects import Array, lattice
from turnout.rules.heads import BINS, Counts, Curve, Extra, Heads, added, binned_curve
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
class Basis:
    """All that a forecast is made of beside what is known: counts of people who are alike, and no person.

    `histogram` as people.histogram has it; `give` as people.give_of; `party` heads each on average.
    """

    histogram: Counts
    give: float
    party: float
    day: float
    sign_ups: SignUps | None
    with_walk_ins: bool

    def as_json(self) -> dict[str, Any]:
        """Only lists, texts and numbers, each number exactly."""
        parties, bins = np.nonzero(self.histogram)
        cells = [parties.tolist(), bins.tolist(), self.histogram[parties, bins].tolist()]
        signed = self.sign_ups and [[int(each) for each in self.sign_ups.daily], self.sign_ups.days_left]
        return {
            "cells": cells,
            "parties": len(self.histogram),
            "give": self.give,
            "party": self.party,
            "day": self.day,
            "sign_ups": signed,
            "with_walk_ins": self.with_walk_ins,
        }

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Basis":
        histogram = np.zeros((kept["parties"], BINS), np.int64)
        parties, bins, people = kept["cells"]
        histogram[parties, bins] = people
        signed = kept["sign_ups"] and SignUps(*kept["sign_ups"])
        return cls(histogram, kept["give"], kept["party"], kept["day"], signed, kept["with_walk_ins"])


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
    return foretold(basis_of(people, known, day, sign_ups, with_walk_ins=with_walk_ins), known)


def basis_of(
    people: People, known: Learned, day: float, sign_ups: SignUps | None, *, with_walk_ins: bool = True
) -> Basis:
    genuine = people.party[~people.suspect]
    party = float(np.mean(genuine)) if len(genuine) else 0.0
    counts = histogram(people, known.coefficients.mean)
    return Basis(counts, give_of(people), party, day, sign_ups, with_walk_ins)


def foretold(basis: Basis, known: Learned) -> Forecast:
    """The same from the same numbers, whenever."""
    return of_crowd(basis, known, *crowd_of(basis, known))


def of_crowd(basis: Basis, known: Learned, curve: Curve, effects: Array) -> Forecast:
    """The same, of the crowd that belongs to it."""
    late = _late(basis, curve, effects)
    mean = float(curve.at(effects)[0].mean())
    walk_ins = known.walk_ins.expected(mean + late.mean) if basis.with_walk_ins else NOBODY
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
    return crowd_of(basis_of(people, known, day, None), known)


def crowd_of(basis: Basis, known: Learned) -> tuple[Curve, Array]:
    return binned_curve(basis.histogram, basis.give), _effects(known, basis.day)


def _effects(known: Learned, day: float) -> Array:
    before = known.level if known.events else levels.unknown(BANK, day)
    return levels.effects_of(BANK, levels.drifted(BANK, before, day), known.score, _POINTS[:, 0])


def _heads(curve: Curve, effects: Array, extras: tuple[Extra, ...], corrected: Correction) -> Heads:
    return corrected.corrected(added(curve, effects, extras, _POINTS[:, 1:]))


def _late(basis: Basis, curve: Curve, effects: Array) -> Extra:
    """Those to come are taken to be as likely to come, and as many each, as those so far."""
    if basis.sign_ups is None or not curve.most:
        return NOBODY
    chance = float(curve.at(effects)[0].mean()) / curve.most
    return yet_to_sign_up(basis.sign_ups.daily, basis.sign_ups.days_left, chance, basis.party)
