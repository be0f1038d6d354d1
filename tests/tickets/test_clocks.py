"""Due work happens once, whatever clocks do: set back, set forward, an hour twice or not at all."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.tickets.hall import DOORS, NOW, REPLY_BY, assert_sound, hall_of, invited, states_of, waiting
from turnout.invitations.models import Decision, Invitation
from turnout.journal.models import Entry
from turnout.outbox.models import Mail
from turnout.tickets import lapse, promote, tell_claims
from turnout.tickets.claim import claim

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NEW_YORK = ZoneInfo("America/New_York")


def work(now: datetime) -> None:
    """A worker's rounds, until nothing is due."""
    for first in lapse.due(now):
        lapse.lapse(first, now)
    for event_id in promote.due(now):
        promote.promote(event_id, now)
    for first in tell_claims.due(now):
        tell_claims.tell_claims(first, now)


@pytest.mark.parametrize("jumps", [(DAY, -DAY), (-DAY, DAY), (timedelta(0), timedelta(0))])
def test_each_is_invited_and_lapses_once_whatever_the_clock_jumps(jumps: tuple[timedelta, timedelta]):
    wave = hall_of(2)
    (silent,) = invited(wave, [2])
    (line,) = waiting(wave, [2])
    late = REPLY_BY + 2 * DAY

    for now in (late, late + jumps[0], late + jumps[0] + jumps[1], late):
        work(now)

    assert states_of([silent, line]) == ["lapsed", "sent"]
    assert Entry.objects.filter(verb="lapse", noun_id=silent.interest_id).count() == 1
    invitations = Mail.objects.filter(template="invitations/invitation")
    assert [mail.recipient for mail in invitations] == [line.interest.email]
    assert_sound(wave.event)


def test_a_worker_that_slept_for_days_does_what_was_due_once():
    wave = hall_of(4)
    offers = invited(wave, [2, 2])
    line = waiting(wave, [1, 1, 1, 1, 1])
    claim(offers[0].interest, None, NOW)

    for _ in range(3):
        work(REPLY_BY + 5 * DAY)

    assert states_of(offers) == ["claimed", "lapsed"]
    assert states_of(line) == ["sent", "sent", "waiting", "waiting", "waiting"]
    assert Mail.objects.filter(template="tickets/yours").count() == 1


@pytest.mark.parametrize(
    ("late", "state"),
    [(timedelta(microseconds=-1), "sent"), (timedelta(0), "lapsed"), (DAY, "lapsed")],
)
def test_an_offer_lapses_at_its_second_and_the_grace_after_it(late: timedelta, state: str):
    wave = hall_of(2)
    (offer,) = invited(wave, [2])

    work(REPLY_BY + lapse.GRACE + late)

    assert states_of([offer]) == [state]


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        # The night in which an hour is there twice, and the one in which one is missing.
        (datetime(2026, 10, 31, 20, tzinfo=NEW_YORK), 25),
        (datetime(2027, 3, 13, 20, tzinfo=NEW_YORK), 23),
    ],
)
def test_a_day_to_reply_is_24_hours_also_when_the_clocks_are_changed(day: datetime, hours: int):
    wave = hall_of(2, doors=datetime(2027, 6, 1, 22, tzinfo=UTC))
    (line,) = waiting(wave, [2])

    work(day.astimezone(UTC))

    reply_by = Invitation.objects.get(pk=line.pk).reply_by
    assert reply_by is not None
    assert reply_by - day.astimezone(UTC) == timedelta(hours=24)
    # The same hour of the next day would be so many hours away.
    assert (day + DAY).astimezone(UTC) - day.astimezone(UTC) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("before_doors", "reply_by"),
    [
        (timedelta(hours=40), DOORS - timedelta(hours=16)),
        (timedelta(hours=20), DOORS - timedelta(hours=12)),
        (timedelta(hours=12), None),
        (timedelta(hours=1), None),
    ],
)
def test_nobody_is_invited_by_itself_in_the_last_hours_and_all_can_reply_before(
    before_doors: timedelta, reply_by: datetime | None
):
    wave = hall_of(2)
    (line,) = waiting(wave, [2])

    work(DOORS - before_doors)

    assert Invitation.objects.get(pk=line.pk).reply_by == reply_by


def test_another_hour_of_doors_counts_for_who_comes_next():
    wave = hall_of(2)
    waiting(wave, [2])
    Decision.objects.filter(pk=wave.event_id).update(doors_at=NOW + timedelta(hours=11))

    assert promote.due(NOW) == []
