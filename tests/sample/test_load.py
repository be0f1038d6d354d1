from datetime import date

import pytest
from django.utils import timezone

from tests.factories import event_of, organisation_of
from tests.sample.rows import everything
from turnout.accounts.models import User
from turnout.events.models import Event
from turnout.sample import chicago
from turnout.sample.load import OWNER, AddressTaken, day_of_the_event, load

pytestmark = pytest.mark.django_db


def test_it_stands_beside_what_is_there_already() -> None:
    other = event_of(title="Launch party")

    load(timezone.now())

    assert set(Event.objects.all()) > {other}
    assert User.objects.get(email=OWNER).memberships.count() == 1


@pytest.mark.parametrize("taken", ["new-york", "chicago", "organisation"])
def test_it_takes_no_address_from_anybody(taken: str) -> None:
    if taken == "organisation":
        organisation_of(slug="nimbus")
    else:
        event_of(slug=taken)
    before = everything()

    with pytest.raises(AddressTaken):
        load(timezone.now())

    assert everything() == before


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 25), date(2026, 5, 16)),
        (date(2026, 6, 15), date(2025, 5, 17)),
        (date(2026, 6, 16), date(2026, 5, 16)),
        (date(2027, 1, 1), date(2026, 5, 16)),
    ],
)
def test_last_spring_is_over_for_a_month(today: date, day: date) -> None:
    assert chicago.day_of_the_event(today) == day


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 17), date(2026, 12, 8)),
        (date(2026, 11, 18), date(2027, 12, 8)),
        (date(2026, 12, 8), date(2027, 12, 8)),
        (date(2027, 1, 1), date(2027, 12, 8)),
    ],
)
def test_the_day_is_at_least_three_weeks_away(today: date, day: date) -> None:
    assert day_of_the_event(today) == day
