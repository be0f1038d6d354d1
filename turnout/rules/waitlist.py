"""Who is next when seats come free, and what somebody who waits may hope for."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

EVERYBODYS = ""


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who waits, or friends who stand or fall together; `keys` are their invitations.

    Who does not go on by itself holds the seats of their group, and is never picked.
    """

    keys: tuple[int, ...]
    party: int
    quota: str = ""
    goes_on: bool = True


def free_seats(
    limits: Mapping[str, int], taken: Mapping[str, int], offered: Mapping[str, int]
) -> dict[str, int]:
    """Seats of each group that are neither taken nor offered to somebody who may still say yes.

    What a group is offered beyond its own seats is of everybody's, which are less than nothing where more was
    offered than there are.
    """
    left = {name: limits[name] - taken.get(name, 0) - offered.get(name, 0) for name in limits}
    left.setdefault(EVERYBODYS, 0)
    for name, heads in offered.items():
        if name not in limits:
            left[EVERYBODYS] -= heads
    for name in left:
        if name != EVERYBODYS and left[name] < 0:
            left[EVERYBODYS] += left[name]
            left[name] = 0
    return left


def spare_seats(line: Iterable[InLine], free: Mapping[str, int]) -> dict[str, int]:
    """Of each group's free seats those that none of its own who wait can use: they are anybody's."""
    left = {name: heads for name, heads in free.items() if name != EVERYBODYS}
    for each in line:
        if each.party <= left.get(each.quota, 0):
            left[each.quota] -= each.party
    return left


@dataclass
class Free:
    """Seats that are free, by group, and `spare` of them; it goes down as they are given out."""

    left: dict[str, int]
    spare: dict[str, int]

    def room_for(self, quota: str) -> int:
        """The largest party of that group: of its own seats, of everybody's, and what others do not need."""
        own = self.left.get(quota, 0) if quota != EVERYBODYS else 0
        others = sum(heads for name, heads in self.spare.items() if name != quota)
        return own + max(0, self.left[EVERYBODYS] + others)

    def take(self, party: int, quota: str) -> dict[str, int]:
        """Where it fits: of its own seats first, then everybody's, then others'. What each group gives up."""
        given = {}
        if own := min(party, self.left.get(quota, 0)) if quota != EVERYBODYS else 0:
            self.left[quota] -= own
            self.spare[quota] = min(self.spare[quota], self.left[quota])
            given[quota] = own
        everybodys = min(party - own, max(0, self.left[EVERYBODYS]))
        self.left[EVERYBODYS] -= everybodys
        rest = party - own - everybodys
        for name in sorted(self.spare.keys() - {quota}):
            if heads := min(rest, self.spare[name]):
                self.left[name] -= heads
                self.spare[name] -= heads
                given[name] = heads
                rest -= heads
        return given


@dataclass
class Picked:
    """Who is offered a place now, and how many seats each group gives up to everybody for that."""

    chosen: list[InLine] = field(default_factory=list)
    given: dict[str, int] = field(default_factory=dict)


def next_in_line(line: Sequence[InLine], free: Mapping[str, int]) -> Picked:
    """In the line's order. Nobody who fits is skipped; who does not is passed over and stays ahead.

    A group's seats go to its own first, then everybody's; seats that nobody of a group who waits can use are
    everybody's as well. Looked through again until nobody more fits: who was picked needs no seat any more.
    """
    found, left = Picked(), dict(free)
    left.setdefault(EVERYBODYS, 0)
    waiting = list(line)
    while picked := _pass(waiting, Free(left, spare_seats(waiting, left)), found.given):
        found.chosen += picked
        keys = {each.keys for each in picked}
        waiting = [each for each in waiting if each.keys not in keys]
    keys = {each.keys for each in found.chosen}
    found.chosen = [each for each in line if each.keys in keys]
    return found


def _pass(line: Iterable[InLine], free: Free, given: dict[str, int]) -> list[InLine]:
    picked = []
    for each in line:
        if each.goes_on and each.party <= free.room_for(each.quota):
            for name, heads in free.take(each.party, each.quota).items():
                # Their own stay theirs: which seats they sit on is settled when they confirm.
                if name != each.quota:
                    given[name] = given.get(name, 0) + heads
            picked.append(each)
    return picked


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
