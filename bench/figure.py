"""One measured figure beside the limit that it is held to."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """`values` and `beside` are the rounds, measured in turn; without `beside` the value itself is held.

    `to_reach` is the least where `more_is_better`, and the most otherwise.
    """

    name: str
    unit: str
    values: list[float]
    to_reach: float
    more_is_better: bool
    beside: list[float] | None = None
    limit: str = ""

    @property
    def value(self) -> float:
        return median(self.values)

    @property
    def held(self) -> float:
        """The ratio to the limit, or the value where there is none."""
        return self.value / median(self.beside) if self.beside else self.value

    @property
    def is_reached(self) -> bool:
        return self.held >= self.to_reach if self.more_is_better else self.held <= self.to_reach

    def row(self) -> str:
        sign = "≥" if self.more_is_better else "≤"
        beside = f"{_shown(median(self.beside))} ({self.limit})" if self.beside else ""
        target = f"{sign} {self.to_reach:g}" + ("" if self.beside else f" {self.unit}")
        verdict = "yes" if self.is_reached else "**no**"
        cells = (self.name, f"{_shown(self.value)} {self.unit}", beside, f"{self.held:.3g}", target, verdict)
        return f"| {' | '.join(cells)} |"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


HEADER = "| figure | measured | limit beside it | ratio | to reach | reached |\n|---|---|---|---|---|---|"
