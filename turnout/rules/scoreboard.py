"""How good forecasts were, once it is known how many came: whether their ranges held, and how far off."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from turnout.rules.heads import Heads

SHARES = (0.5, 0.8, 0.95)
# Of fewer events nothing is said. A verdict is something that chance does in less than one case in twenty.
SAYS_FROM, _RARE = 5, 0.05


@dataclass(frozen=True)
class Foreseen:
    """A forecast in numbers: its middle, and the counts that hold half, 8 in 10, 19 in 20 of its chance."""

    median: int
    half: tuple[int, int]
    eight: tuple[int, int]
    nineteen: tuple[int, int]

    @classmethod
    def of(cls, heads: Heads) -> "Foreseen":
        half, eight, nineteen = (heads.interval(share) for share in SHARES)
        return cls(heads.median, half, eight, nineteen)

    def held(self, came: int) -> tuple[bool, bool, bool]:
        """Whether each of the three ranges held it, ends included."""
        first, second, third = (low <= came <= high for low, high in (self.half, self.eight, self.nineteen))
        return first, second, third

    def off(self, came: int) -> float:
        """By which part of those who came the middle was wrong; less than none came fewer than foreseen."""
        return (came - self.median) / max(came, 1)


@dataclass(frozen=True)
class Board:
    """`held` counts events by range; `off` is the error that half of the events stayed below.

    `width`: "early" (too few events to say), "honest", "narrow" (the ranges hold too seldom), "wide".
    `lean`: "fewer" than foreseen came more often than chance would have it, "more", or "" for neither.
    """

    events: int
    held: tuple[int, int, int]
    off: float
    width: str
    lean: str


def board_of(events: Sequence[tuple[Foreseen, int]]) -> Board:
    """Of forecasts, each with the count that came."""
    held = [foreseen.held(came) for foreseen, came in events]
    half, eight, nineteen = (sum(each[place] for each in held) for place in range(3))
    offs = [foreseen.off(came) for foreseen, came in events]
    return Board(
        len(events),
        (half, eight, nineteen),
        float(np.median(np.abs(offs))) if offs else 0.0,
        _width(len(events), eight),
        _lean(offs),
    )


def _width(events: int, eight: int) -> str:
    if events < SAYS_FROM:
        return "early"
    if special.bdtr(eight, events, SHARES[1]) < _RARE:
        return "narrow"
    if eight and special.bdtrc(eight - 1, events, SHARES[1]) < _RARE:
        return "wide"
    return "honest"


def _lean(offs: Sequence[float]) -> str:
    """By the sign test; what was foreseen exactly is no sign."""
    fewer, more = sum(off < 0 for off in offs), sum(off > 0 for off in offs)
    # Both sides could be named, so each has half of the rare cases.
    if fewer + more == 0 or special.bdtrc(max(fewer, more) - 1, fewer + more, 0.5) >= _RARE / 2:
        return ""
    return "fewer" if fewer > more else "more"
