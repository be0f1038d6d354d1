from datetime import UTC, datetime
from math import inf

import pytest

from turnout.rules.taking import closes_at, takes

NOON = datetime(2026, 12, 8, 12, tzinfo=UTC)


def test_comments_close_so_many_days_after_the_post_went_out():
    assert closes_at(NOON, 14) == datetime(2026, 12, 22, 12, tzinfo=UTC)
    assert closes_at(NOON, None) is None


@pytest.mark.parametrize(
    ("mode", "closes", "taken"),
    [("open", inf, True), ("waitlist", 101.0, True), ("open", 100.0, False), ("off", inf, False)],
)
def test_a_post_takes_comments_by_its_mode_and_the_clock(mode: str, closes: float, taken: bool):
    assert takes(mode, closes, 100.0) is taken
