from datetime import UTC, datetime
from threading import Thread

import pytest
from django.db import connection, transaction

from tests.factories import event_of, interest_of, published
from tests.waiting import until
from turnout.events.models import Event
from turnout.interest import reviewing, tallies, welcome
from turnout.interest.accept_suspects import accept_suspects
from turnout.interest.held import held
from turnout.interest.judge import judge
from turnout.interest.models import Interest
from turnout.interest.reject_suspects import reject_suspects
from turnout.interest.undo_review import undo_review
from turnout.journal.models import Entry
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ACTOR = "user:7"
ALL = Interest.objects.all()


@pytest.fixture
def event() -> Event:
    return published(event_of())


def suspect_of(event: Event, signs: str = "filled") -> Interest:
    interest = interest_of(event)
    Interest.objects.filter(pk=interest.pk).update(signs=signs, greeted_at=NOW)
    judge([interest], NOW)
    interest.refresh_from_db()
    assert interest.is_suspect
    return interest


def standings(event: Event) -> list[str]:
    assert tallies.stored(event.pk) == tallies.counted(event.pk)
    return list(Interest.objects.filter(event=event).order_by("pk").values_list("standing", flat=True))


def test_accepted_they_count_and_are_not_judged_again(event: Event):
    first, second = suspect_of(event), suspect_of(event)

    number = accept_suspects(event, ACTOR, Interest.objects.filter(pk=first.pk), NOW)
    judge([first, second], NOW)

    assert number == 1
    assert standings(event) == ["counted", "suspect"]
    entry = Entry.objects.get(noun="suspects")
    assert (entry.actor, entry.verb, entry.event_id) == (ACTOR, "accept", event.pk)


def test_who_got_no_mail_for_the_hidden_field_is_due_for_one(event: Event):
    suspect_of(event, "filled")
    suspect_of(event, "unopened bare")

    accept_suspects(event, ACTOR, ALL, NOW)

    assert list(ALL.order_by("pk").values_list("greeted_at", flat=True)) == [None, NOW]


def test_who_is_put_back_before_the_mail_goes_out_gets_none(event: Event):
    suspect_of(event, "filled")
    accept_suspects(event, ACTOR, ALL, NOW)
    welcome.welcome(ALL.get().pk, NOW)

    undo_review(event, ACTOR, ALL, NOW)

    with pytest.raises(NoLongerNeeded):
        render(Mail.objects.get())


def test_rejected_they_are_kept_and_count_nowhere(event: Event):
    suspect_of(event)

    assert reject_suspects(event, ACTOR, ALL, NOW) == 1
    assert standings(event) == ["rejected"]
    assert tallies.stored(event.pk) == {}


def test_both_can_be_undone(event: Event):
    first, second = suspect_of(event), suspect_of(event)
    accept_suspects(event, ACTOR, Interest.objects.filter(pk=first.pk), NOW)
    reject_suspects(event, ACTOR, Interest.objects.filter(pk=second.pk), NOW)

    assert undo_review(event, ACTOR, ALL, NOW) == 2
    assert standings(event) == ["suspect", "suspect"]
    assert ALL.filter(reviewed_at=None).count() == 2


def test_only_what_is_to_check_and_of_this_event_is_decided(event: Event):
    other = published(event_of())
    interest_of(event)
    suspect_of(other)

    decided = [verb(event, ACTOR, ALL, NOW) for verb in (accept_suspects, reject_suspects, undo_review)]

    assert decided == [0, 0, 0]
    assert (standings(event), standings(other)) == (["counted"], ["suspect"])
    assert not Entry.objects.filter(noun="suspects").exists()


@pytest.mark.only("postgres")
@pytest.mark.django_db(transaction=True)
def test_many_are_decided_while_one_of_them_is_changed(event: Event, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reviewing, "AT_ONCE", 1)
    suspect_of(event)
    second = suspect_of(event)
    decided: list[int] = []

    with transaction.atomic():
        stands = held(second.pk)
        deciding = Thread(target=decide_apart, args=(event, decided))
        deciding.start()
        until(somebody_waits)
        with tallies.recounting(stands):
            stands.party = 9
        stands.save(update_fields=["party"])
    deciding.join()

    assert decided == [2]
    assert standings(event) == ["counted", "counted"]


def decide_apart(event: Event, decided: list[int]) -> None:
    try:
        decided.append(accept_suspects(event, ACTOR, ALL.all(), NOW))
    finally:
        connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
