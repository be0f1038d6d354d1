"""What became of a rehearsal: one outcome a fan, and their sums."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from turnout.rules.email_address import key_of


class End(StrEnum):
    ACKNOWLEDGED = "acknowledged"
    LEFT = "left"
    REFUSED = "refused"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Outcome:
    end: End
    email: str = ""
    reason: str = ""
    seconds: float = 0.0  # from pressing the button to the acknowledgement


@dataclass
class Tally:
    """Counted while the crowd is on its way."""

    outcomes: list[Outcome] = field(default_factory=list)
    ends: Counter[End] = field(default_factory=Counter)
    sent: int = 0  # answers posted, each counted once however often it had to be repeated
    page_seconds: list[float] = field(default_factory=list)
    checked: int = 0  # times that a check was asked for
    corrected: int = 0  # answers refused for a mistake that the fan then mended
    repeated: Counter[str] = field(default_factory=Counter)  # why a post was sent again

    def add(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self.ends[outcome.end] += 1

    def count(self, end: End) -> int:
        return self.ends[end]

    @property
    def reasons(self) -> Counter[str]:
        return Counter(outcome.reason for outcome in self.outcomes if outcome.end == End.REFUSED)

    @property
    def answer_seconds(self) -> list[float]:
        return [outcome.seconds for outcome in self.outcomes if outcome.end == End.ACKNOWLEDGED]

    @property
    def acknowledged_keys(self) -> set[str]:
        return {key_of(outcome.email) for outcome in self.outcomes if outcome.end == End.ACKNOWLEDGED}


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so many of all do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0
