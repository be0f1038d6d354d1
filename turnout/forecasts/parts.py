"""What a forecast rests on: how many said what, and how many of them are expected."""

from dataclasses import dataclass

import numpy as np

from turnout.rules.forecast import crowd
from turnout.rules.heads import Extra
from turnout.rules.learning import Learned
from turnout.rules.people import STAGES, People


@dataclass(frozen=True)
class Part:
    """So many people are at that stage, asked for so many places, and are expected to bring so many heads."""

    stage: str
    people: int
    heads: int
    expected: float


@dataclass(frozen=True)
class Rest:
    """Heads that are in no list yet: in the mean, and 8 chances in 10."""

    mean: float
    low: int
    high: int


def parts_of(people: People, known: Learned, day: float) -> list[Part]:
    """The surest first; without those to check, and without stages at which nobody is."""
    genuine = people.chosen(~people.suspect) if people.suspect.any() else people
    found = []
    for code in reversed(range(len(STAGES))):
        rows = genuine.stage == code
        if rows.any():
            them = genuine.chosen(rows)
            curve, effects = crowd(them, known, day)
            expected = float(curve.at(effects)[0].mean())
            found.append(Part(STAGES[code].name, len(them), int(them.party.sum()), expected))
    return found


def rest_of(extra: Extra) -> Rest:
    if extra.mean <= 0:
        return Rest(0.0, 0, 0)
    low, high = extra.rates(np.array([0.1, 0.9]))
    return Rest(extra.mean, round(float(low)), round(float(high)))
