"""How much an entry of a draw weighs, by one thing that is known of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from turnout.rules.draw import MOST_WEIGHT
from turnout.rules.round import Candidate
from turnout.rules.score import as_texts

LIKELIHOOD, BEEN_BEFORE = "likelihood", "past"
YES = "yes"


@dataclass(frozen=True)
class Weights:
    """`by` is likelihood, a question's name ("q7"), or whether they were at a past event; others weigh 1."""

    by: str = LIKELIHOOD
    values: Mapping[str, int] = field(default_factory=dict)

    def of(self, person: Candidate, *, was_there: bool = False) -> int:
        """From 1 to 10. Of several answers the heaviest counts."""
        said = [YES] if was_there else []
        if self.by != BEEN_BEFORE:
            said = as_texts(person.said().get(self.by))
        return max((self.values.get(each, 1) for each in said), default=1)

    def tidy(self) -> "Weights":
        """Without what weighs as much as if nothing had been said."""
        held = {value: min(MOST_WEIGHT, max(1, weight)) for value, weight in self.values.items()}
        return Weights(self.by, held if set(held.values()) - {1} else {})
