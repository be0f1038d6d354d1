"""What was answered, read from the tallies: what it costs does not depend on how many answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Sum

from turnout.interest.models import Tally
from turnout.interest.tallies import NOTHING, Sums, stored


@dataclass(frozen=True)
class Counts:
    """An event's counts: dimension → value → sums. The hours are UTC, as the tallies keep them."""

    by: Mapping[str, Mapping[str, Sums]] = field(default_factory=dict)

    @property
    def total(self) -> Sums:
        return self.of("total").get("", NOTHING)

    def genuine(self) -> "Counts":
        """Without those to check."""
        return Counts(
            {name: {value: _genuine(sums) for value, sums in by.items()} for name, by in self.by.items()}
        )

    def of(self, dimension: str) -> Mapping[str, Sums]:
        return self.by.get(dimension, {})


def _genuine(sums: Sums) -> Sums:
    return Sums(sums.answers - sums.suspects, sums.seats - sums.suspect_seats, sums.verified)


def counts_of(event_id: int) -> Counts:
    """All dimensions, in one query."""
    by: dict[str, dict[str, Sums]] = {}
    for bucket, sums in stored(event_id).items():
        by.setdefault(bucket.dimension, {})[bucket.value] = sums
    return Counts(by)


def totals(event_ids: Collection[int]) -> dict[int, Sums]:
    """Of several events in one query, without those to check; one that nobody answered has no entry."""
    rows = (
        Tally.objects.filter(event_id__in=event_ids, dimension="total")
        .values_list("event_id")
        .annotate(*(Sum(column) for column in Sums._fields))
    )
    return {event_id: _genuine(Sums(*sums)) for event_id, *sums in rows}
