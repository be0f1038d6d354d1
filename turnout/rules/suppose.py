"""What if: the same people on another day, with a reminder, or only some of them invited.

Each effect is a published one, until own events have taught what it is here:

- REMINDED: a text message before a clinic's appointment, odds of not coming x 0.77.
- PLANNED: asking people to write down the day and the time, + 4.2 points over 33.1 % (Milkman, Beshears,
  Choi, Laibson and Madrian 2011, PNAS 108:10415-10420), as odds.
- The day: by the coefficient of `lead` as it is known (prior: odds of not coming x 5.5 after four weeks, in
  263,000 clinic appointments, half believed).
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from turnout.rules.forecast import Basis, Forecast, SignUps, basis_of, foretold
from turnout.rules.learning import Learned
from turnout.rules.people import CODES, OPEN, People, logits_of

REMINDED = float(-np.log(0.77))
PLANNED = float(special.logit(0.331 + 0.042) - special.logit(0.331))


@dataclass(frozen=True)
class Supposed:
    """`later` days than it is planned, negative for sooner; `invited` of the people, or all."""

    later: float = 0.0
    reminded: bool = False
    planned: bool = False
    invited: int | None = None

    @property
    def changes_nothing(self) -> bool:
        return self == Supposed()


def suppose(people: People, basis: Basis, known: Learned, supposed: Supposed) -> Forecast:
    """The forecast that `basis` gives, if it were so."""
    moved = replace(people, lead=people.lead + np.float32(supposed.later))
    if supposed.invited is not None:
        moved = some_of(moved, supposed.invited)
    more = REMINDED * supposed.reminded + PLANNED * supposed.planned
    likelier = _likelier(known, more)
    sign_ups = None if supposed.invited is not None else _sign_ups(basis.sign_ups, supposed.later)
    found = basis_of(moved, likelier, basis.day + supposed.later, sign_ups, with_walk_ins=basis.with_walk_ins)
    return foretold(found, likelier)


def some_of(people: People, many: int) -> People:
    """So many of those who count, taken evenly from first to last: as a draw would, without chance."""
    genuine = np.flatnonzero(~people.suspect)
    if many >= len(genuine):
        return people
    taken = np.zeros(len(people), np.bool_)
    if many > 0:
        taken[genuine[(np.arange(many) * len(genuine)) // many]] = True
    return people.chosen(taken)


def surer(people: People, known: Learned) -> People:
    """As many arrivals as now expected, of those alone who would confirm their address if they were asked.

    Whoever does not confirm is taken not to come: so the same number is expected of fewer, surer people.
    """
    unverified = ~people.verified & ~people.suspect & (people.stage < CODES["lapsed"])
    if not unverified.any():
        return people
    rows = np.flatnonzero(unverified)
    kept = int(np.rint(len(rows) * _share_that_confirms(people.chosen(unverified), known)))
    left_out = unverified.copy()
    left_out[rows[(np.arange(kept) * len(rows)) // max(kept, 1)]] = False
    return replace(people, verified=people.verified | unverified).chosen(~left_out)


def _share_that_confirms(unverified: People, known: Learned) -> float:
    """Their expected arrivals now, beside those if each of them were confirmed."""
    mean = known.coefficients.mean
    now = special.expit(logits_of(unverified, mean)) @ unverified.party
    confirmed = replace(unverified, verified=np.ones(len(unverified), np.bool_))
    return min(1.0, float(now / (special.expit(logits_of(confirmed, mean)) @ unverified.party)))


def _likelier(known: Learned, more: float) -> Learned:
    """As if each person whose coming is open were likelier to come by so many logits."""
    if not more:
        return known
    mean = known.coefficients.mean.copy()
    mean[: len(OPEN)] += more
    return replace(known, coefficients=replace(known.coefficients, mean=mean))


def _sign_ups(sign_ups: SignUps | None, later: float) -> SignUps | None:
    return sign_ups and SignUps(sign_ups.daily, max(sign_ups.days_left + later, 0.0))
