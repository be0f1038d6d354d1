"""Answers go when their time is over, in batches; how many there were stays known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import at_stage, event_of, interest_of, published
from tests.privacy.everything import places_of
from tests.privacy.stage import NAME, known_event, known_person
from turnout.events.models import Event, Stage
from turnout.interest import tallies
from turnout.interest.models import Interest, Subscriber
from turnout.interest.queries import counts_of
from turnout.interest.tallies import Sums
from turnout.journal.models import Entry
from turnout.privacy import erase_past, erase_withdrawn

pytestmark = pytest.mark.django_db
OPTION = {"place": "New York", "date": date(2026, 12, 8), "time_zone": "America/New_York"}
ANSWERED = datetime(2026, 11, 1, tzinfo=UTC)
NIGHT = datetime(2027, 1, 8, 5, tzinfo=UTC)


@pytest.fixture
def event() -> Event:
    return published(event_of(options=[OPTION], keep_days=30))


def erase_all(now: datetime) -> None:
    while due := erase_past.due(now):
        for event_id in due:
            erase_past.erase_past(event_id, now)


def test_answers_are_due_from_the_night_on_and_not_before(event: Event) -> None:
    interest_of(event, at=ANSWERED)

    assert list(erase_past.due(NIGHT - timedelta(seconds=1))) == []
    assert list(erase_past.due(NIGHT)) == [event.pk]


def test_an_event_without_answers_is_never_due(event: Event) -> None:
    assert list(erase_past.due(NIGHT)) == []


def test_the_rows_go_and_every_counter_stays(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erase_past, "BATCH", 2)
    for party in (1, 2, 3, 1, 2):
        interest_of(event, at=ANSWERED, party=party, country="CA" if party == 3 else "US")
    before = tallies.stored(event.pk)

    erase_past.erase_past(event.pk, NIGHT)
    assert Interest.objects.count() == 3
    erase_all(NIGHT)

    assert Interest.objects.count() == 0
    assert tallies.stored(event.pk) == before
    assert counts_of(event.pk).total == Sums(5, 9, 0)
    entries = Entry.objects.filter(verb="erase")
    assert list(entries.values_list("actor", "noun", "noun_id", "event_id", "fields")) == [
        ("system", "interests", None, event.pk, [])
    ]


@pytest.mark.django_db(transaction=True)
def test_a_recount_does_not_take_what_was_kept_for_a_mistake(event: Event) -> None:
    interest_of(event, at=ANSWERED, party=3)
    erase_all(NIGHT)
    interest_of(event, at=NIGHT, party=1)

    assert tallies.recount(event.pk) == {}
    assert counts_of(event.pk).total == Sums(2, 4, 0)


@pytest.mark.django_db(transaction=True)
def test_a_recount_still_mends_what_is_wrong_beside_it(event: Event) -> None:
    interest_of(event, at=ANSWERED, party=3)
    erase_all(NIGHT)
    interest_of(event, at=NIGHT, party=1)
    Interest.objects.all().delete()

    assert tallies.recount(event.pk)[tallies.Bucket(event.pk, "total", "")] == (
        Sums(2, 4, 0),
        Sums(1, 3, 0),
    )
    assert tallies.recount(event.pk) == {}


def test_every_room_forgets_them_and_news_go_on() -> None:
    event = known_event()
    Event.objects.filter(pk=event.pk).update(keep_days=0)
    event.options.update(date=date(2026, 1, 1))
    known_person(event, at=ANSWERED)

    erase_all(timezone.now())

    assert places_of(NAME, "elsewhere.example") == []
    assert Subscriber.objects.count() == 1


def test_an_answer_that_came_late_is_kept_as_long_as_any_other(event: Event) -> None:
    interest_of(event, at=ANSWERED)
    late = interest_of(event, at=NIGHT - timedelta(days=3))

    erase_all(NIGHT)

    assert Interest.objects.get() == late
    erase_all(NIGHT + timedelta(days=27))
    assert not Interest.objects.exists()


@pytest.mark.parametrize("stage", [Stage.CANCELLED, Stage.CLOSED])
def test_without_a_date_the_days_are_counted_from_its_end(stage: str) -> None:
    event = at_stage(event_of(options=[{"place": "Oslo"}]), Stage.GAUGING)
    interest_of(event, at=ANSWERED)
    assert list(erase_past.due(NIGHT + timedelta(days=400))) == []

    ended = at_stage(event_of(options=[{"place": "Oslo"}]), stage)
    interest_of(ended, at=ANSWERED)

    assert ended.stage_at
    assert list(erase_past.due(ended.stage_at + timedelta(days=30))) == [ended.pk]
    assert list(erase_past.due(ended.stage_at + timedelta(days=29))) == []


def withdrawn(event: Event, at: datetime) -> Interest:
    interest = known_person(event)
    Interest.objects.filter(pk=interest.pk).update(standing="withdrawn", standing_at=at)
    return interest


def test_what_was_taken_back_is_erased_after_thirty_days() -> None:
    interest = withdrawn(known_event(), ANSWERED)

    assert list(erase_withdrawn.due(ANSWERED + timedelta(days=29))) == []
    assert list(erase_withdrawn.due(ANSWERED + timedelta(days=30))) == [interest.pk]

    erase_withdrawn.erase_withdrawn(interest.pk, ANSWERED + timedelta(days=30))

    assert places_of(NAME) == []
    assert Subscriber.objects.count() == 1
    assert Entry.objects.get(verb="erase").actor == "system"


def test_what_was_brought_back_meanwhile_stays() -> None:
    interest = withdrawn(known_event(), ANSWERED)
    Interest.objects.filter(pk=interest.pk).update(standing="counted")

    erase_withdrawn.erase_withdrawn(interest.pk, ANSWERED + timedelta(days=30))

    assert Interest.objects.get() == interest


def test_a_stage_is_noted_with_its_time() -> None:
    event = event_of()
    assert event.stage_at is None

    moved = at_stage(event, Stage.GAUGING)

    assert moved.stage_at
    assert abs(moved.stage_at - timezone.now()) < timedelta(minutes=1)
