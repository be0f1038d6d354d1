"""How many people are where, as numbers that single nobody out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, F, Value, When
from django.db.models.functions import Substr

from turnout.forecasts.gazetteer import USA, zips
from turnout.interest.models import Interest

# An area of fewer people is told together with others.
LEAST = 5


@dataclass(frozen=True)
class Areas:
    """People by country (ISO code), by state of the USA, and by the first three digits of their ZIP code.

    `somewhere` said neither country nor postcode.
    """

    countries: Mapping[str, int]
    states: Mapping[str, int]
    regions: Mapping[str, int]
    somewhere: int


@dataclass(frozen=True)
class Told:
    """`areas` from the most people down; `others` people live in `apart` areas that have too few each."""

    areas: list[tuple[str, int]]
    others: int
    apart: int


def areas_of(event_id: int) -> Areas:
    """Of the answers that count; those to check are left out. One query."""
    rows = (
        Interest.objects.filter(event_id=event_id, standing=Interest.Standing.COUNTED)
        .values_list(
            "country", Case(When(country__in=USA, then=Substr(F("postcode"), 1, 3)), default=Value(""))
        )
        .annotate(people=Count("pk"))
        .order_by()
    )
    countries: Counter[str] = Counter()
    states: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    for country, start, people in rows:
        countries[country] += people
        if start and (region := zips().regions.get(start)):
            regions[region.code] += people
            states[region.state] += people
    somewhere = countries.pop("", 0)
    return Areas(countries, states, regions, somewhere)


def told(people: Mapping[str, int], least: int = LEAST) -> Told:
    """An area that stands alone among the others is no secret: the smallest that is told joins it."""
    ordered = sorted(people.items(), key=lambda each: (-each[1], each[0]))
    areas = [each for each in ordered if each[1] >= least]
    rest = ordered[len(areas) :]
    if len(rest) == 1 and areas:
        rest.append(areas.pop())
    return Told(areas, sum(count for _, count in rest), len(rest))
