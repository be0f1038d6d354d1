"""Views that the serving processes counted, into their table; each writer has a shard, as in the tallies."""

from collections.abc import Mapping

from django.db import connection, transaction
from django.db.models import Sum

from turnout.events.models import Event
from turnout.interest.many_rows import Insert, insert_postgres, insert_sqlite
from turnout.interest.models import ViewCount
from turnout.interest.tallies import hour_name
from turnout.rush.views import Seens

_INTO = "INSERT INTO interest_viewcount (event_id, via, hour, shard, views)"
_ADD_UP = """
    ON CONFLICT (event_id, via, hour, shard) DO UPDATE SET views = interest_viewcount.views + excluded.views
"""
_SQLITE = Insert(_INTO, "(?, ?, ?, ?, ?)", _ADD_UP)
_POSTGRES = Insert(
    _INTO,
    "SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::smallint[], %s::bigint[])",
    _ADD_UP,
)


def count_views(seens: Seens, shard: int) -> None:
    """Add them up. What belongs to an event that is gone meanwhile is dropped."""
    with transaction.atomic():
        there = set(
            Event.objects.filter(pk__in={seen.event_id for seen in seens}).values_list("pk", flat=True)
        )
        # Sorted, so that two writers of one shard take its rows in the same order.
        rows = [
            (seen.event_id, seen.via, hour_name(seen.hour), shard, seens[seen])
            for seen in sorted(seens)
            if seen.event_id in there
        ]
        if connection.vendor == "sqlite":
            insert_sqlite(_SQLITE, rows)
        elif rows:
            insert_postgres(_POSTGRES, rows)


def views_by_channel(event_id: int) -> Mapping[str, int]:
    """Channel code → views; "" for those that came by none."""
    rows = ViewCount.objects.filter(event_id=event_id).values_list("via").annotate(Sum("views"))
    return dict(rows)
