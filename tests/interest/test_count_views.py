from datetime import UTC, datetime

import pytest

from tests.factories import published
from turnout.interest.count_views import count_views, views_by_channel
from turnout.interest.models import ViewCount
from turnout.rush.views import Seen

HOUR = int(datetime(2026, 11, 22, 17, tzinfo=UTC).timestamp()) // 3600

pytestmark = pytest.mark.django_db


def test_views_add_up_by_channel_and_hour():
    event = published()

    count_views({Seen(event.pk, "reddit", HOUR): 3, Seen(event.pk, "", HOUR): 1}, shard=1)
    count_views({Seen(event.pk, "reddit", HOUR): 2, Seen(event.pk, "reddit", HOUR + 1): 5}, shard=1)
    count_views({Seen(event.pk, "reddit", HOUR): 10}, shard=2)

    rows = ViewCount.objects.order_by("via", "hour", "shard").values_list("via", "hour", "shard", "views")
    assert list(rows) == [
        ("", "2026-11-22T17", 1, 1),
        ("reddit", "2026-11-22T17", 1, 5),
        ("reddit", "2026-11-22T17", 2, 10),
        ("reddit", "2026-11-22T18", 1, 5),
    ]
    assert views_by_channel(event.pk) == {"": 1, "reddit": 20}


def test_views_of_an_event_that_is_gone_are_dropped():
    event = published()

    count_views({Seen(event.pk + 1, "", HOUR): 3, Seen(event.pk, "", HOUR): 1}, shard=1)
    count_views({Seen(event.pk + 1, "", HOUR): 3}, shard=1)

    assert views_by_channel(event.pk) == {"": 1}
    assert ViewCount.objects.count() == 1
