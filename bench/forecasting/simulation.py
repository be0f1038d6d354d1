"""Invented events: whether intervals hold what they say where the model is true, and where it is not."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from scipy import special

from bench.forecasting.people import DRIFTS, SCALES
from bench.forecasting.score import LEVELS, Scored, pits
from turnout.rules import levels
from turnout.rules.conformal import correction, pit
from turnout.rules.effects import FREEDOM, Array
from turnout.rules.heads import curve_of

EVENTS, WARM, SEED = 1000, 100, 20
_SCALE, _DEVIATION, _HALF_LIFE, _DAYS = 0.3, 0.25, 250.0, 3.0


@dataclass(frozen=True)
class World:
    """How events come about there: the organiser's level, the event's effect, and the chance of a logit."""

    name: str
    level: Callable[[float, Generator], float]
    effect: Callable[[Generator], float]
    chance: Callable[[Array], Array]


def _drifting(level: float, chance: Generator) -> float:
    kept = float(0.5 ** (_DAYS / _HALF_LIFE))
    return kept * level + float(chance.normal(0, _DEVIATION * float(np.sqrt(1 - kept**2))))


def _sinking(level: float, chance: Generator) -> float:
    """A slow fall, with a jump once in a hundred events."""
    return level - 0.001 + (float(chance.normal(0, 0.5)) if chance.random() < 0.01 else 0.0)


MODEL = World(
    "the model's own", _drifting, lambda chance: _SCALE * float(chance.standard_t(FREEDOM)), special.expit
)
OTHER = World(
    "another: tails of a t with 2 degrees, complementary log-log link, falling level that jumps",
    _sinking,
    lambda chance: 0.25 * float(chance.standard_t(2)),
    lambda logits: 1 - np.exp(-np.exp(np.clip(0.6 * logits - 0.2, -30, 5))),
)


@dataclass(frozen=True)
class Covered:
    world: str
    events: int
    cover: tuple[float, ...]


def coverage() -> list[Covered]:
    return [covered(world) for world in (MODEL, OTHER)]


def covered(world: World) -> Covered:
    """Of one organiser's events, each forecast from those before it; the first hundred only teach."""
    chance = np.random.default_rng(SEED)
    bank = levels.bank_of(SCALES, DRIFTS)
    score, known, level, past, found = (
        bank.log_weight,
        levels.unknown(bank, 0.0),
        0.0,
        list[float](),
        list[Scored](),
    )
    for event in range(EVENTS + WARM):
        day = event * _DAYS
        logits = chance.normal(0.5, 1.0, int(chance.integers(10, 120)))
        parties = chance.integers(1, 4, len(logits))
        level = world.level(level, chance)
        comes = chance.random(len(logits)) < world.chance(logits + level + world.effect(chance))
        curve = curve_of(logits, parties, np.ones(len(logits), np.int64), 0.0)
        weights = levels.grid_weights(bank, levels.drifted(bank, known, day))
        heads, came = curve.mixed(bank.weights(score) @ weights), int(parties @ comes)
        found.append(Scored(int(parties.sum()), came, correction(past).corrected(heads)))
        past.append(pit(heads, came, float(chance.random())))
        score = levels.scored(bank, score, weights, curve, came)
        known = levels.learnt(bank, known, day, curve, came)
    off = np.abs(pits(found[WARM:]) - 0.5)
    return Covered(world.name, EVENTS, tuple(100 * float(np.mean(off <= share / 2)) for share in LEVELS))
