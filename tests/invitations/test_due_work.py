"""What is due by the clock happens once, whatever the clock does."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import decision_of, event_of, published, wave_of
from tests.invitations.people import people_of
from tests.privacy.everything import places_of
from turnout.events.models import Event
from turnout.invitations import ask_still_coming, remind
from turnout.invitations.invite import invite
from turnout.invitations.models import Invitation
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.privacy.erase_person import erase_person

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def event() -> Event:
    return published(event_of())


def invited(event: Event, reply_by: datetime, at: datetime, **of_wave: int) -> Invitation:
    (person,) = people_of(event, [{"name": "Ada"}])
    wave = wave_of(event, **of_wave)
    row = Invitation.objects.create(
        wave=wave, event=event, interest=person, public_id="a" * 32, party=1, position=1
    )
    (found,) = invite([row.pk], reply_by, at)
    return found


def claimed(invitation: Invitation, at: datetime) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(state="claimed", answered_at=at)


def reminded(now: datetime) -> int:
    """As the worker would at that moment; how many mails there are by then."""
    for pk in remind.due(now):
        remind.remind(pk, now)
    return Mail.objects.filter(template="invitations/reminder").count()


def asked(now: datetime) -> int:
    for pk in ask_still_coming.due(now):
        ask_still_coming.ask_still_coming(pk, now)
    return Mail.objects.filter(template="invitations/still_coming").count()


def test_who_has_not_answered_is_reminded_once_before_the_reply_by(event: Event) -> None:
    start = timezone.now()
    reply_by = start + 3 * DAY
    invited(event, reply_by, start)
    second = timedelta(seconds=1)

    before, at = reminded(reply_by - DAY - second), reminded(reply_by - DAY)
    # A day back, and forward again; and once more after a restart.
    back, again = reminded(reply_by - 2 * DAY), reminded(reply_by - second)

    assert (before, at, back, again) == (0, 1, 1, 1)


def test_a_clock_that_jumps_over_the_reply_by_reminds_nobody(event: Event) -> None:
    start = timezone.now()
    invited(event, start + 3 * DAY, start)

    assert reminded(start + 3 * DAY) == 0


def test_who_answered_is_invited_only_now_or_wants_none_is_not_reminded(event: Event) -> None:
    start = timezone.now()
    row = invited(event, start + DAY, start)

    assert reminded(start + timedelta(hours=5)) == 0
    claimed(row, start)
    assert reminded(start + timedelta(hours=20)) == 0


def test_a_round_without_reminders_reminds_nobody(event: Event) -> None:
    start = timezone.now()
    invited(event, start + DAY, start, reminds_hours=0)

    assert reminded(start + timedelta(hours=23)) == 0


def test_who_answers_before_the_reminder_goes_out_does_not_get_it(event: Event) -> None:
    start = timezone.now()
    row = invited(event, start + DAY, start)
    reminded(start + timedelta(hours=12))
    mail = Mail.objects.get(template="invitations/reminder")
    assert "keeps a place for you until" in render(mail).text

    claimed(row, start)

    with pytest.raises(NoLongerNeeded):
        render(mail)


def test_who_has_a_place_is_asked_once_some_days_before_doors(event: Event) -> None:
    decision = decision_of(event, asks_again_days=3)
    start = decision.doors_at - 10 * DAY
    claimed(invited(event, start + DAY, start), start)
    due = decision.doors_at - 3 * DAY

    before, at = asked(due - timedelta(seconds=1)), asked(due)
    back, again, over = asked(due - DAY), asked(due + DAY), asked(decision.doors_at)

    assert (before, at, back, again, over) == (0, 1, 1, 1, 1)


def test_days_before_doors_are_counted_in_hours_over_a_change_of_the_clocks() -> None:
    """Clocks in New York went back on 1 November 2026 at 06:00 UTC."""
    event = published(event_of(options=[{"place": "New York", "country": "US"}]))
    doors = datetime.fromisoformat("2026-11-03T18:00:00+00:00")
    decision = decision_of(event, doors_at=doors, starts_at=doors + timedelta(hours=1), asks_again_days=3)
    claimed(invited(event, doors - 5 * DAY, doors - 9 * DAY), doors - 9 * DAY)

    assert decision.asks_again_days == 3
    assert asked(datetime.fromisoformat("2026-10-31T17:59:59+00:00")) == 0
    assert asked(datetime.fromisoformat("2026-10-31T18:00:00+00:00")) == 1


def test_nobody_is_asked_who_said_so_just_now_or_where_that_was_not_wanted(event: Event) -> None:
    decision = decision_of(event, asks_again_days=3)
    now = decision.doors_at - DAY
    row = invited(event, decision.doors_at, now - 5 * DAY)
    claimed(row, now - timedelta(hours=23))

    assert asked(now) == 0
    decision_of(event, asks_again_days=0)
    assert asked(now + timedelta(hours=2)) == 0


def test_who_said_that_they_come_does_not_get_the_question(event: Event) -> None:
    decision = decision_of(event)
    row = invited(event, decision.doors_at, decision.doors_at - 9 * DAY)
    claimed(row, decision.doors_at - 9 * DAY)
    asked(decision.doors_at - DAY)
    mail = Mail.objects.get(template="invitations/still_coming")
    assert render(mail).subject == "Do you still come? Nimbus Fan Day"

    Invitation.objects.filter(pk=row.pk).update(reconfirmed_at=timezone.now())

    with pytest.raises(NoLongerNeeded):
        render(mail)


def test_erased_nothing_tells_of_an_invitation(event: Event) -> None:
    row = invited(event, timezone.now() + DAY, timezone.now())

    erase_person(row.interest_id, "fan")

    assert not Invitation.objects.exists()
    assert places_of("ada@example.org") == []


def test_the_invitation_says_when_where_and_until_when(event: Event) -> None:
    decision = decision_of(event)
    invited(event, decision.doors_at - DAY, timezone.now())

    written = render(Mail.objects.get(template="invitations/invitation"))

    assert written.subject == "Come, Ada"
    for words in (
        "6:00\u202fPM EST",
        "Doors open at 5:00\u202fPM",
        "Grand Hall, New York",
        "1 Example Street",
        "Step-free from the side street",
        "The place is kept for you until Mon",
        "/my/",
    ):
        assert words in written.text
    assert "https://maps.example.org/hall" in written.html
