"""Who confirms the address after a round with a waitlist is over stands at the end of the line."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import ACTOR, event_of, published, wave_of
from tests.invitations.people import names, people_of
from tests.invitations.test_sending import sent_to_end, started
from turnout.events.change_stage import change_stage
from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.verify import verify
from turnout.invitations.invite import invite
from turnout.invitations.join_line import due, join_line
from turnout.invitations.models import Invitation, Wave
from turnout.invitations.waitlist import in_line
from turnout.tickets.decline import decline

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return published(event_of())


def worked(now: Any = None) -> None:
    for event_id in due(now or timezone.now()):
        join_line(event_id, now or timezone.now())


def over(event: Event, **fields: Any) -> Wave:
    people_of(event, [{"name": name} for name in ("Ada", "Ben", "Cem")])
    wave = started(event, **{"rule": "first", "seats": 1} | fields)
    sent_to_end(wave)
    return wave


def late(event: Event, **row: Any) -> Interest:
    (made,) = people_of(event, [{"name": "New", "verified_at": None} | row])
    return made


def test_who_confirms_late_stands_at_the_end(event: Event):
    over(event)
    new = late(event, party=3)
    worked()
    assert names(list(in_line(event.pk))) == ["Ben", "Cem"]

    verify(new.pk, timezone.now())
    worked()
    worked()

    assert names(list(in_line(event.pk))) == ["Ben", "Cem", "New"]
    assert Invitation.objects.get(interest=new).party == 3


def test_of_several_the_first_to_confirm_stands_first(event: Event):
    over(event)
    now = timezone.now()
    for place, name in enumerate(("Zoe", "Yan", "Xie")):
        late(event, name=name, verified_at=now - timedelta(seconds=place))

    worked()

    assert names(list(in_line(event.pk))) == ["Ben", "Cem", "Xie", "Yan", "Zoe"]


def test_the_group_that_they_belong_to_is_theirs(event: Event):
    quotas = [{"name": "US", "share": 50, "narrowing": {"country": "US"}}]
    over(event, seats=2, quotas=quotas)
    late(event, verified_at=timezone.now())

    worked()

    assert Invitation.objects.get(interest__name="New").quota == "US"


@pytest.mark.parametrize(
    ("wave", "person"),
    [
        ({"has_waitlist": False}, {}),
        ({"narrowing": {"verified": True, "country": "US"}}, {"country": "FR"}),
        ({}, {"standing": "suspect"}),
    ],
)
def test_who_does_not_fit_or_counts_not_waits_for_another_round(
    event: Event, wave: dict[str, Any], person: dict[str, Any]
):
    over(event, **wave)
    late(event, verified_at=timezone.now(), **person)

    worked()

    assert not Invitation.objects.filter(interest__name="New").exists()


def test_who_was_cleared_later_stands_in_line_as_well(event: Event):
    over(event)
    new = late(event, standing="suspect", verified_at=timezone.now() - timedelta(hours=1))
    worked(timezone.now() + timedelta(minutes=5))

    Interest.objects.filter(pk=new.pk).update(
        standing="counted", reviewed_at=timezone.now() + timedelta(minutes=6)
    )
    worked(timezone.now() + timedelta(minutes=7))

    assert names(list(in_line(event.pk))) == ["Ben", "Cem", "New"]


def test_who_fits_an_earlier_round_waits_in_that(event: Event):
    first = over(event)
    second = wave_of(event, rule="first", seats=1, narrowing={"verified": True, "country": "FR"})
    Wave.objects.filter(pk=second.pk).update(state=Wave.State.SENT)
    late(event, verified_at=timezone.now())

    worked()

    assert Invitation.objects.get(interest__name="New").wave == first


def test_while_another_round_is_drawn_or_sent_nobody_joins(event: Event):
    over(event)
    late(event, verified_at=timezone.now())
    second = wave_of(event)
    for state in ("drawing", "sending", "paused"):
        Wave.objects.filter(pk=second.pk).update(state=state)
        assert due(timezone.now()) == []
        join_line(event.pk, timezone.now())
    assert names(list(in_line(event.pk))) == ["Ben", "Cem"]

    Wave.objects.filter(pk=second.pk).update(state="cancelled")
    worked()

    assert names(list(in_line(event.pk))) == ["Ben", "Cem", "New"]


def test_who_declined_does_not_come_back_by_it(event: Event):
    over(event)
    ben = Invitation.objects.get(interest__name="Ben")
    invite([ben.pk], timezone.now() + timedelta(days=1), timezone.now())
    decline(ben.interest_id, timezone.now())

    worked()

    assert names(list(in_line(event.pk))) == ["Cem"]


def test_an_event_that_is_over_lets_nobody_join(event: Event):
    over(event)
    late(event, verified_at=timezone.now())
    change_stage(Event.objects.get(pk=event.pk), "cancelled", ACTOR)

    assert due(timezone.now()) == []


def test_many_join_in_batches(event: Event, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("turnout.invitations.join_line._AT_ONCE", 2)
    over(event)
    now = timezone.now()
    for place in range(5):
        late(event, name=f"New {place}", verified_at=now + timedelta(milliseconds=place))

    for _ in range(4):
        worked(now)

    assert names(list(in_line(event.pk)))[2:] == [f"New {place}" for place in range(5)]


def test_many_who_were_cleared_at_once_join_in_batches(event: Event, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("turnout.invitations.join_line._AT_ONCE", 2)
    over(event)
    now = timezone.now()
    for place in range(5):
        late(event, name=f"New {place}", standing="suspect", verified_at=now - timedelta(hours=5 - place))
    worked(now + timedelta(minutes=5))
    Interest.objects.filter(standing="suspect").update(
        standing="counted", reviewed_at=now + timedelta(minutes=6)
    )

    for _ in range(4):
        worked(now + timedelta(minutes=7))

    assert names(list(in_line(event.pk)))[2:] == [f"New {place}" for place in range(5)]
