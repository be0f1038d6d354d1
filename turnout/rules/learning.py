"""What an organiser's own events have taught, in numbers that outlive the people they came from.

`Learned` is plain numbers: as JSON it is kept, and a forecast that names it can be made again exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from turnout.rules import levels
from turnout.rules.arrivals import WalkIns
from turnout.rules.conformal import between, correction
from turnout.rules.effects import Array, scale_of
from turnout.rules.heads import Curve, Heads, curve_of
from turnout.rules.people import STAGES, USUAL_DEVIATION, People, prior, traits_of
from turnout.rules.propensity import Coefficients, refitted

# The number of this model. A change of what follows from the same numbers is a new one.
MODEL = 1
# Half of the published variance is the organiser's, half the event's.
_HALF = float(np.sqrt(0.5)) * USUAL_DEVIATION
_SCALES: Array = scale_of(_HALF) * np.array([0.35, 0.6, 1.0, 1.6])
_DRIFTS = [(_HALF * part, life) for part in (0.5, 1.0, 1.6) for life in (400.0, 4000.0)]
# Before an event is known, a filter is believed the less, the further it is from the published variance.
_DISTRUST = 0.6


def _bank() -> levels.Bank:
    bank = levels.bank_of(_SCALES, _DRIFTS)
    far = np.log(bank.scale / scale_of(_HALF)) ** 2 + np.log(bank.deviation / _HALF) ** 2
    return replace(bank, log_weight=special.log_softmax(-far / 2 / _DISTRUST**2), forgetting=0.999)


BANK = _bank()


@dataclass(frozen=True)
class Past:
    """A past event: on which day, how many heads had said they would come, and how many of them came.

    `expected` heads were foreseen without the organiser's level; by default by the published rate of `stage`.
    """

    day: float
    said: int
    came: int
    walk_ins: int = 0
    expected: float | None = None
    stage: str = "claimed"


@dataclass(frozen=True)
class Learned:
    """Coefficients of people, the organiser's level in each filter, how each fared, and past outcomes."""

    coefficients: Coefficients
    level: levels.Level
    score: Array
    pits: tuple[float, ...]
    walk_ins: WalkIns
    events: int
    model: int = MODEL

    def as_json(self) -> dict[str, Any]:
        """Only lists, texts and numbers, each number exactly."""
        return {
            "model": self.model,
            "events": self.events,
            "coefficients": {
                "mean": self.coefficients.mean.tolist(),
                "precision": self.coefficients.precision.tolist(),
            },
            "level": {
                "mean": self.level.mean.tolist(),
                "variance": self.level.variance.tolist(),
                "day": self.level.day,
            },
            "score": self.score.tolist(),
            "pits": list(self.pits),
            "walk_ins": [self.walk_ins.shape, self.walk_ins.heads],
        }

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Learned":
        """Raises ValueError where the numbers are of another model."""
        if kept["model"] != MODEL:
            raise ValueError(kept["model"])
        mean, precision = kept["coefficients"]["mean"], kept["coefficients"]["precision"]
        level = kept["level"]
        return cls(
            Coefficients(np.array(mean), np.array(precision)),
            levels.Level(np.array(level["mean"]), np.array(level["variance"]), level["day"]),
            np.array(kept["score"]),
            tuple(kept["pits"]),
            WalkIns(*kept["walk_ins"]),
            kept["events"],
        )


def published(day: float = 0.0) -> Learned:
    """Before the organiser's first event: the published rates."""
    return Learned(prior(), levels.unknown(BANK, day), BANK.log_weight, (), WalkIns(), 0)


def learn(known: Learned, events: Iterable[Past], chances: Sequence[float] | None = None) -> Learned:
    """After those events, in the order of their days; an event in which nobody said anything teaches nothing.

    `chances`, one for each, break ties of counts in the record of outcomes; a half each by default.
    """
    events = list(events)
    pairs = list(zip(events, chances or [0.5] * len(events), strict=True))
    for event, chance in sorted(pairs, key=lambda pair: pair[0].day):
        if event.said > 0:
            known = _after(known, event, chance)
    return known


def foreseen(known: Learned, event: Past) -> Heads:
    """Heads of those who had said so, as they were foreseen before it was known how many came."""
    before = known.level if known.events else replace(known.level, day=event.day)
    weights = levels.grid_weights(BANK, levels.drifted(BANK, before, event.day))
    mixed = _curve_of(event).mixed(BANK.weights(known.score) @ weights)
    return correction(known.pits).corrected(mixed)


def _after(known: Learned, event: Past, chance: float) -> Learned:
    curve = _curve_of(event)
    came = min(event.came, event.said)
    before = known.level if known.events else replace(known.level, day=event.day)
    weights = levels.grid_weights(BANK, levels.drifted(BANK, before, event.day))
    below, upto = curve.reached(BANK.weights(known.score) @ weights, came)
    return replace(
        known,
        level=levels.learnt(BANK, before, event.day, curve, came),
        score=levels.scored(BANK, known.score, weights, curve, came),
        pits=(*known.pits, between(below, upto, chance)),
        walk_ins=known.walk_ins.learnt(event.walk_ins, _expected(event)),
        events=known.events + 1,
    )


def _expected(event: Past) -> float:
    if event.expected is not None:
        return float(np.clip(event.expected, 1e-3 * event.said, (1 - 1e-3) * event.said))
    return event.said * next(stage.chance for stage in STAGES if stage.name == event.stage)


def _curve_of(event: Past) -> Curve:
    """Its people as if each had the same chance."""
    logit = special.logit(_expected(event) / event.said)
    one = np.ones(1, np.int64)
    return curve_of(np.array([logit]), one, one * event.said, 0.0)


def learn_people(known: Learned, people: People, came: NDArray[np.bool_]) -> Learned:
    """After it is known who of an event came, of those whose coming was open; suspects teach nothing.

    A whole event shares its effect, so it is worth far fewer people than it had: at most fifty.
    """
    rows = ~people.suspect & np.array([stage.deviation is not None for stage in STAGES])[people.stage]
    if not rows.any():
        return known
    weight = np.full(int(rows.sum()), min(1.0, 50 / rows.sum()))
    fitted = refitted(known.coefficients, traits_of(people.chosen(rows)), came[rows] * 1.0, weight)
    return replace(known, coefficients=fitted)
