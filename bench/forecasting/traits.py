"""What a whole event is like (its month, its weekday ...), and what that has foretold of its effect so far.

One event is one observation of its effect, however many people it had. So these coefficients are fitted to
events, not to people: ridge regression of the effects that were seen, each with its own noise.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from turnout.rules.effects import Array
from turnout.rules.heads import Curve

# The deviation of a coefficient before anything is known, of an event's own effect, and the most surprise.
_DEVIATION, _EFFECT, _SURPRISE = 0.2, 0.3, 2.0


def traits_of(organiser: str, shared: dict[str, Any]) -> list[tuple[str, float]]:
    """Columns by name: a kind is its own, for all organisers and for this one; a number stays a number."""
    found = [("", 1.0)]
    for name, value in shared.items():
        if isinstance(value, str):
            found += [(f"{name}={value}", 1.0), (f"{organiser}: {name}={value}", 1.0)]
        else:
            found.append((name, float(value)))
    return found


@dataclass
class Traits:
    """Sums of a weighted regression that grows by an event at a time."""

    places: dict[str, int] = field(default_factory=dict)
    precision: Array = field(default_factory=lambda: np.zeros((0, 0)))
    pull: Array = field(default_factory=lambda: np.zeros(0))
    solved: Array | None = None

    def learn(self, traits: list[tuple[str, float]], curve: Curve, came: int) -> None:
        mean, variance, slope = (float(each[0]) for each in curve.at(np.zeros(1)))
        slope = max(slope, 1e-3)
        seen = float(np.clip((came - mean) / slope, -_SURPRISE, _SURPRISE))
        weight = 1 / (variance / slope**2 + 2 * _EFFECT**2)
        row = self._row(traits, grows=True)
        self.precision += weight * np.outer(row, row)
        self.pull += weight * seen * row
        self.solved = None

    def foretold(self, traits: list[tuple[str, float]]) -> float:
        if not len(self.pull):
            return 0.0
        if self.solved is None:
            ridge = np.eye(len(self.pull)) / _DEVIATION**2
            self.solved = np.asarray(np.linalg.solve(self.precision + ridge, self.pull), np.float64)
        return float(np.dot(self._row(traits, grows=False), self.solved))

    def _row(self, traits: list[tuple[str, float]], *, grows: bool) -> Array:
        if grows:
            for name, _ in traits:
                self.places.setdefault(name, len(self.places))
            self._widen()
        row = np.zeros(len(self.pull))
        for name, value in traits:
            if name in self.places:
                row[self.places[name]] = value
        return row

    def _widen(self) -> None:
        missing = len(self.places) - len(self.pull)
        if missing:
            self.pull = np.pad(self.pull, (0, missing))
            self.precision = np.pad(self.precision, ((0, missing), (0, missing)))
