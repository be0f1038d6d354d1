"""How many people are where, as numbers that single nobody out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from turnout.forecasts.gather import COUNTRIES, Gathered, Placed
from turnout.forecasts.gazetteer import Points, points_at, zips

# An area of fewer people is told together with others.
LEAST = 5


@dataclass(frozen=True)
class Areas:
    """People by country (ISO code), by state of the USA, and by the first three digits of their ZIP code.

    `nowhere` named no country.
    """

    countries: Mapping[str, int]
    states: Mapping[str, int]
    regions: Mapping[str, int]
    nowhere: int


@dataclass(frozen=True)
class Told:
    """`areas` from the most people down; `others` people live in `apart` areas that have too few each."""

    areas: Sequence[tuple[str, int]]
    others: int
    apart: int


def areas_of(them: Gathered, points: Points) -> Areas:
    """Of those who are at these points; those to check are left out."""
    genuine = ~them.people.suspect
    by_country = np.bincount(points.country[genuine], minlength=len(points.countries)).tolist()
    countries = Counter(
        {name: count for name, count in zip(points.countries, by_country, strict=True) if count}
    )
    by_start = np.bincount(points.zips[genuine & (points.zips >= 0)] // 100, minlength=1000).tolist()
    regions = Counter({f"{start:03d}": count for start, count in enumerate(by_start) if count})
    states: Counter[str] = Counter()
    for code, count in regions.items():
        states[zips().regions[code].state] += count
    nowhere = countries.pop("", 0)
    return Areas(countries, states, regions, nowhere)


def points_of_all(them: Gathered) -> Points:
    """(n,), of people gathered with places."""
    placed = placed_of(them)
    return points_at(placed.zips, placed.country, COUNTRIES)


def placed_of(them: Gathered) -> Placed:
    """Raises ValueError of people that were gathered without places."""
    if them.places is None:
        raise ValueError(them.places)
    return them.places


def told(people: Mapping[str, int], least: int = LEAST) -> Told:
    """An area that would stand alone among the others is no secret: the smallest that is told joins it."""
    some = [each for each in people.items() if each[1]]
    ordered = sorted(some, key=lambda each: (-each[1], each[0]))
    areas = [each for each in ordered if each[1] >= least]
    rest = ordered[len(areas) :]
    if len(rest) == 1 and areas:
        rest.append(areas.pop())
    return Told(areas, sum(count for _, count in rest), len(rest))
