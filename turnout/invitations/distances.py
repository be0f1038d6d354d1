"""How far people live from where the event is, as far as a country and a postcode tell."""

from collections.abc import Callable, Sequence

import numpy as np

from turnout.events.models import Option
from turnout.forecasts.gazetteer import distances, place_point, points_of

# Of (country, postcode) pairs the kilometres, NaN where nothing is known.
Kilometres = Callable[[Sequence[tuple[str, str]]], Sequence[float]]


def distances_to(option: Option | None, country: str) -> Kilometres:
    """To the option's place; `country` is the event's, where the option names none."""
    place = place_point(option.place, option.country or country) if option and option.place else None
    if option is None or place is None:
        return lambda people: [np.nan] * len(people)
    there = option.country or country

    def measured(people: Sequence[tuple[str, str]]) -> Sequence[float]:
        countries, postcodes = zip(*people, strict=True) if people else ((), ())
        found: Sequence[float] = distances(points_of(countries, postcodes), place, there).tolist()
        return found

    return measured
