from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict

from tests.factories import event_of
from turnout.desk.narrowing import NarrowingForm
from turnout.interest.listing import Narrowing
from turnout.interest.queries import Counts

pytestmark = pytest.mark.django_db


def narrowing_of(query: str, time_zone: str) -> Narrowing:
    event = event_of(time_zone=time_zone)
    return NarrowingForm(QueryDict(query), event, Counts(), date(2026, 11, 22)).narrowing


def test_days_begin_at_the_events_midnight():
    narrowing = narrowing_of("since=2026-11-02&until=2026-11-02", "America/New_York")

    assert narrowing.since == datetime(2026, 11, 2, 5, tzinfo=UTC)
    assert narrowing.until == datetime(2026, 11, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize("time_zone", ["Pacific/Kiritimati", "America/New_York"])
def test_from_one_end_of_the_calendar_to_the_other_leaves_nothing_out(time_zone: str):
    narrowing = narrowing_of("since=0001-01-01&until=9999-12-31", time_zone)

    assert narrowing.since is None or narrowing.since.year == 1
    assert narrowing.until is None
