"""Which city, which date: the same people, as they would come to each option."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from turnout.rules.effects import Array, lattice, scale_of
from turnout.rules.forecast import Forecast, SignUps, basis_of, crowd_of, of_crowd
from turnout.rules.heads import Curve, Extra, Heads
from turnout.rules.learning import Learned, published
from turnout.rules.people import TRAITS, USUAL_DEVIATION, Floats, People

_EARTH = 6371.0
# Options of one event share most of its effect, but not all: so much of the variance is the option's own.
_OWN = 0.25
# Until own events have told: half of what one wedding saw (49 % of those from out of town, 85 % of the
# locals), by the logarithm of the distance. Clinics saw nothing.
TRAVEL = -0.37
MOST = 12


@dataclass(frozen=True)
class Option:
    """`goes` (n,): who said yes to it; `distance` (n,) kilometres from each person to it, or NaN.

    `lead` (n,) where it is on a day of its own; `sign_ups` of those who said yes to it.
    """

    goes: NDArray[np.bool_]
    distance: Floats
    lead: Floats | None = None
    sign_ups: SignUps | None = None


@dataclass(frozen=True)
class Outcome:
    """`yes` heads said yes; `expected` of them arrive; `chance_best` that it has the most arrivals of all.

    `heads` are those of the yes; `whole` is the forecast with people yet to sign up and walk-ins.
    """

    yes: int
    expected: float
    heads: Heads
    chance_best: float
    whole: Forecast


@dataclass(frozen=True)
class Comparison:
    """`overlap` (options, options): heads who said yes to both; on the diagonal, to that one."""

    outcomes: tuple[Outcome, ...]
    overlap: NDArray[np.int64]


def compare(
    people: People, options: Sequence[Option], known: Learned | None = None, day: float = 0.0
) -> Comparison:
    """At most twelve options; raises ValueError for more, or none."""
    if not 0 < len(options) <= MOST:
        raise ValueError(len(options))
    known = _with_travel(known or published(day))
    bases = [basis_of(_going(people, option), known, day, option.sign_ups) for option in options]
    crowds = [crowd_of(basis, known) for basis in bases]
    found = [of_crowd(basis, known, *crowd) for basis, crowd in zip(bases, crowds, strict=True)]
    drawn = _drawn(crowds, [each.late for each in found])
    best = np.bincount(drawn.argmax(axis=1), minlength=len(options)) / len(drawn)
    outcomes = tuple(
        Outcome(each.said, each.listed.mean, each.listed, float(chance), each)
        for each, chance in zip(found, best, strict=True)
    )
    return Comparison(outcomes, _overlap(people, options))


def _with_travel(known: Learned) -> Learned:
    """Distance decides between places, so a first event is not left with no opinion on it."""
    mean = known.coefficients.mean.copy()
    place = TRAITS.index("distance")
    if mean[place] == 0:
        mean[place] = TRAVEL
    return replace(known, coefficients=replace(known.coefficients, mean=mean))


def _going(people: People, option: Option) -> People:
    lead = people.lead if option.lead is None else option.lead
    return replace(people, distance=option.distance, lead=lead).chosen(option.goes & ~people.suspect)


def _drawn(crowds: Sequence[tuple[Curve, Array]], late: Sequence[Extra]) -> Array:
    """(1021, options): arrivals at each; they share most of the event's effect."""
    points = lattice(1 + 2 * len(crowds))
    found = np.empty((len(points), len(crowds)))
    for place, ((curve, effects), more) in enumerate(zip(crowds, late, strict=True)):
        own = scale_of(USUAL_DEVIATION) * np.sqrt(_OWN) * special.stdtrit(4.0, points[:, 1 + place])
        mean, variance, _ = curve.at(np.sqrt(1 - _OWN) * effects + own)
        spread = np.sqrt(variance + more.mean + more.mean**2 / more.size)
        found[:, place] = mean + more.mean + spread * special.ndtri(points[:, 1 + len(crowds) + place])
    return found


def _overlap(people: People, options: Sequence[Option]) -> NDArray[np.int64]:
    goes = np.stack([option.goes & ~people.suspect for option in options]).astype(np.int64)
    return (goes * people.party) @ goes.T


def kilometres(latitude: Floats, longitude: Floats, of: tuple[float, float]) -> Floats:
    """Along the great circle from each point to one, all in degrees (haversine, Sinnott 1984)."""
    here, there = np.radians(latitude), np.radians(of[0])
    across = np.radians(longitude) - np.radians(of[1])
    half = np.sin((here - there) / 2) ** 2 + np.cos(here) * np.cos(there) * np.sin(across / 2) ** 2
    found: Floats = (2 * _EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1)))).astype(np.float32)
    return found
