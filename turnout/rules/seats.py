"""How big a hall, and how many to invite."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scipy import special

from turnout.rules.effects import Array
from turnout.rules.forecast import crowd
from turnout.rules.heads import Heads
from turnout.rules.learning import Learned, published
from turnout.rules.people import People

# An organiser who has not said otherwise: a fan turned away costs as much as nine empty seats, and a hall is
# invited for at a risk of one in twenty.
EMPTY_COST, AWAY_COST, RISK = 1.0, 9.0, 0.05
# Of people less likely to come than that, any number could be invited, which is no answer.
_NEVER = 1e-4


@dataclass(frozen=True)
class Hall:
    """A capacity and what is to be expected of it: cost in the organiser's own money, heads, and a chance."""

    capacity: int
    cost: float
    empty: float
    away: float
    chance_over: float


def best_capacity(heads: Heads, empty_cost: float = EMPTY_COST, away_cost: float = AWAY_COST) -> Hall:
    """The least capacity C with F(C) >= away / (away + empty): the newsvendor (Arrow, Harris, Marschak 1951).

    Costs are for one empty seat and for one person turned away; raises ValueError where one is negative or
    both are nothing.
    """
    if min(empty_cost, away_cost) < 0 or empty_cost + away_cost <= 0:
        raise ValueError(empty_cost, away_cost)
    chance = away_cost / (away_cost + empty_cost)
    capacity = heads.quantile(chance) if chance > 0 else 0
    return hall(heads, capacity, 0.0, empty_cost, away_cost)


def hall(
    heads: Heads,
    capacity: int,
    price: float = 0.0,
    empty_cost: float = EMPTY_COST,
    away_cost: float = AWAY_COST,
) -> Hall:
    """What is to be expected of a hall of that capacity and price."""
    away = heads.expected_over(capacity)
    empty = max(capacity - heads.mean + away, 0.0)
    cost = price + empty_cost * empty + away_cost * away
    return Hall(capacity, cost, empty, away, heads.chance_over(capacity))


def ranked(
    heads: Heads,
    venues: Sequence[tuple[int, float]],
    empty_cost: float = EMPTY_COST,
    away_cost: float = AWAY_COST,
) -> list[tuple[int, Hall]]:
    """The venues (capacity, price) by their place in the list, the least expected cost first."""
    halls = [hall(heads, capacity, price, empty_cost, away_cost) for capacity, price in venues]
    return sorted(enumerate(halls), key=lambda placed: (placed[1].cost, placed[0]))


def invitations(
    people: People, capacity: int, risk: float = RISK, *, known: Learned | None = None, day: float = 0.0
) -> int:
    """How many people like these may be invited for that capacity: the most with P(heads > capacity) <= risk.

    Raises ValueError where none of them can come, and unless 0 < risk < 1.
    """
    curve, effects = crowd(people, known or published(day), day)
    if not curve.most:
        raise ValueError(curve.most)
    party = float(people.party[~people.suspect].mean())
    return most_invitations(capacity, curve.at(effects)[0] / curve.most, risk, party)


def most_invitations(capacity: int, chances: Array, risk: float = RISK, party: float = 1.0) -> int:
    """The most invitations n with P(heads of n > capacity) <= risk.

    `chances` (m,): that an invited person comes, at each of m equally likely effects of the event. Given the
    effect heads are binomial, P(K > C) = I_p(C + 1, n - C) (Abramowitz and Stegun 26.5.24); with parties the
    capacity is counted in parties. Raises ValueError unless 0 < risk < 1, and where nobody would come.
    """
    if not 0 < risk < 1:
        raise ValueError(risk)
    places = int(max(capacity, 0) / party)
    if chances.max() < _NEVER:
        raise ValueError(chances)
    return _greatest(lambda invited: _over(invited, places, chances) <= risk, places)


def _over(invited: int, places: int, chances: Array) -> float:
    return float(special.betainc(places + 1, invited - places, chances).mean())


def _greatest(fits: Callable[[int], bool], least: int) -> int:
    """By doubling and halving; `least` fits, and what is more than what does not fit does not either."""
    step = 1
    while fits(least + step):
        step *= 2
    low, high = least + step // 2, least + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
