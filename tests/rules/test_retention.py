from datetime import UTC, date, datetime, timedelta

import pytest

from turnout.rules.retention import Course, kept_until, withdrawn_until

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DECEMBER_8 = (date(2026, 12, 8), "America/New_York")
# The night after 7 January in New York.
NIGHT = datetime(2027, 1, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("course", "until"),
    [
        (Course(), None),
        (Course(days=[DECEMBER_8]), NIGHT),
        (Course(days=[DECEMBER_8], closes_at=NOON), NIGHT),
        (Course(days=[DECEMBER_8], ended_at=NOON), NIGHT),
        (Course(days=[(date(2026, 12, 1), "UTC"), DECEMBER_8]), NIGHT),
        (Course(days=[(date(2026, 12, 8), "Asia/Tokyo"), DECEMBER_8]), NIGHT),
        (Course(closes_at=NOON), NOON + timedelta(days=30)),
        (Course(ended_at=NOON), NOON + timedelta(days=30)),
        (Course(closes_at=NOON, ended_at=NOON - timedelta(days=9)), NOON + timedelta(days=30)),
        (Course(days=[DECEMBER_8], cancelled_at=NOON), NOON + timedelta(days=30)),
    ],
)
def test_answers_are_kept_for_so_many_days_after_the_event(course: Course, until: datetime | None) -> None:
    assert kept_until(course, 30) == until


def test_days_are_counted_by_the_calendar_when_the_clocks_change() -> None:
    """In New York the hour changes on 14 March 2027."""
    course = Course(days=[(date(2027, 3, 10), "America/New_York")])

    assert kept_until(course, 7) == datetime(2027, 3, 18, 4, tzinfo=UTC)


def test_what_was_taken_back_is_kept_for_thirty_days() -> None:
    assert withdrawn_until(NOON) == NOON + timedelta(days=30)
