"""What this process has done since it started, for those who watch over it."""

from collections import Counter
from collections.abc import Mapping


class Figures:
    """Outcomes, counted. Only ever touched by the event loop's thread."""

    __slots__ = ("outcomes",)

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()

    def text(self, gauges: Mapping[str, float]) -> str:
        """Prometheus's text format; gauges are what holds at this moment."""
        lines = ["# TYPE turnout_rush_answers_total counter"]
        lines += [
            f'turnout_rush_answers_total{{outcome="{outcome}"}} {times}'
            for outcome, times in sorted(self.outcomes.items())
        ]
        for name, value in gauges.items():
            lines += [f"# TYPE turnout_{name} gauge", f"turnout_{name} {value}"]
        return "\n".join(lines) + "\n"
