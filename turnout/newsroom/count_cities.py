"""Due work: from how many cities people answered, for the posts that tell it.

The tallies know countries. A city is what a ZIP code of the USA names; elsewhere postcodes name none here.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import perf_counter

from turnout.events.models import Event, Stage
from turnout.events.when_and_where import USA
from turnout.forecasts.gazetteer import towns_of
from turnout.interest.models import Interest
from turnout.interest.queries import totals
from turnout.newsroom.models import CityCount, PostState

_EVERY = timedelta(seconds=5)
# All postcodes of an event are looked through: so many times as long as that takes, nothing is.
_REST = 100


def due(now: datetime) -> Sequence[int]:
    """Events whose answers are more or fewer than when their cities were counted."""
    told = Event.objects.exclude(stage=Stage.DRAFT).filter(
        posts__state=PostState.PUBLISHED, posts__shows_figures=True
    )
    answers = totals(list(told.values_list("pk", flat=True).distinct()))
    kept = CityCount.objects.in_bulk(list(answers))
    return [
        pk
        for pk, sums in answers.items()
        if pk not in kept or (kept[pk].answers != sums.answers and kept[pk].next_at <= now)
    ]


def count_cities(event_id: int, now: datetime) -> None:
    """Two workers that do it at once store the same. Who is to be checked is not counted."""
    begun = perf_counter()
    # First how many there are: who answers meanwhile is counted next time.
    answers = totals([event_id])[event_id].answers
    postcodes = Interest.objects.filter(
        event_id=event_id, country__in=USA, standing=Interest.Standing.COUNTED
    ).exclude(postcode="")
    cities = towns_of(postcodes.values_list("postcode", flat=True).distinct())
    rest = timedelta(seconds=_REST * (perf_counter() - begun))
    CityCount.objects.update_or_create(
        event_id=event_id,
        defaults={"answers": answers, "cities": cities, "next_at": now + max(_EVERY, rest)},
    )
