"""Who is next when seats come free, and what somebody who waits may hope for."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

EVERYBODYS = ""


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who waits; a smaller place is nearer the front only by where they stand in the list."""

    key: int
    party: int
    quota: str = ""


def free_seats(
    limits: Mapping[str, int], taken: Mapping[str, int], offered: Mapping[str, int]
) -> dict[str, int]:
    """Seats of each group that are neither taken nor offered to somebody who may still say yes.

    What a group is offered beyond its own seats is of everybody's. Never less than nothing.
    """
    left = {name: limits[name] - taken.get(name, 0) - offered.get(name, 0) for name in limits}
    left.setdefault(EVERYBODYS, 0)
    for name, heads in offered.items():
        if name not in limits:
            left[EVERYBODYS] -= heads
    for name in left:
        if name != EVERYBODYS and left[name] < 0:
            left[EVERYBODYS] += left[name]
    return {name: max(0, heads) for name, heads in left.items()}


def next_in_line(line: Iterable[InLine], free: Mapping[str, int]) -> list[InLine]:
    """Who is offered a place now, in the line's order. Nobody who fits is skipped.

    A group's seats go to its own first, then everybody's. Who does not fit is passed over and stays ahead.
    """
    left = dict(free)
    found = []
    for each in line:
        if not any(left.values()):
            break
        names = (each.quota, EVERYBODYS)
        kind = next((name for name in names if left.get(name, 0) >= each.party), None)
        if kind is not None:
            left[kind] -= each.party
            found.append(each)
    return found


@dataclass(frozen=True)
class Rate:
    """How often something happens, before this event has shown it: a beta distribution's two counts."""

    yes: float
    no: float

    def after(self, yes: int, no: int) -> "Rate":
        return Rate(self.yes + yes, self.no + no)

    @property
    def mean(self) -> float:
        return self.yes / (self.yes + self.no)

    def variance(self, many: float) -> float:
        """Of how many of so many: the beta-binomial's."""
        weight = self.yes + self.no
        return many * self.mean * (1 - self.mean) * (weight + many) / (weight + 1)


# Of free places that are offered about six in ten are taken; of those taken about 35 in 100 stay empty
# (PheedLoop over 860 events: see docs/decisions/0017), and perhaps half of these are given back. Guesses with
# the weight of some dozen people, which the event's own answers soon outweigh.
OFFER_TAKEN, PLACE_RETURNED = Rate(12, 8), Rate(5, 25)


@dataclass(frozen=True)
class Standing:
    """Heads: `before` in the line, `free` now, `offered` and not answered yet, `taken`."""

    before: int
    party: int
    free: int
    offered: int
    taken: int


def chance(standing: Standing, taken: Rate = OFFER_TAKEN, returned: Rate = PLACE_RETURNED) -> float:
    """That enough seats come free before the day for those ahead who would take them, and for this party.

    What comes free is about normal, with the mean and the variance of two beta-binomials.
    """
    refused = Rate(taken.no, taken.yes)
    needed = standing.before * taken.mean + standing.party - standing.free
    mean = standing.offered * refused.mean + standing.taken * returned.mean
    variance = refused.variance(standing.offered) + returned.variance(standing.taken)
    if needed <= 0:
        return 1.0
    if variance == 0:
        return 0.0
    return 0.5 * math.erfc((needed - 0.5 - mean) / math.sqrt(2 * variance))


# The plain odds that are told, the best first; what is worse than the last is hardly any.
_ODDS = ((9, 10), (3, 4), (2, 3), (1, 2), (1, 3), (1, 4), (1, 5), (1, 10), (1, 20))


def odds(likely: float) -> tuple[int, int]:
    """The nearest of them, as "1 in 3"; (1, 1) for as good as sure and (0, 1) for hardly any."""
    if likely >= 0.95:
        return 1, 1
    if likely < 1 / 30:
        return 0, 1
    return min(_ODDS, key=lambda pair: abs(math.log(likely * pair[1] / pair[0])))


def about(heads: int) -> int:
    """As exact as it is worth: tens from twenty on, hundreds from five hundred on."""
    step = 1 if heads < 20 else 10 if heads < 500 else 100
    return round(heads / step) * step
