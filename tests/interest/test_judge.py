from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories import event_of, interest_of, published
from turnout.events.models import Event
from turnout.interest import tallies
from turnout.interest.judge import judge
from turnout.interest.models import Interest
from turnout.interest.queries import counts_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def event() -> Event:
    return published(event_of())


def sent(event: Event, number: int = 1, *, signs: str = "", network: str = "", **changes: Any) -> Interest:
    """An answer that came `number` seconds after noon, sent like that."""
    at = NOW + timedelta(seconds=number)
    interest = interest_of(event, at=at, **changes)
    Interest.objects.filter(pk=interest.pk).update(signs=signs, network=network)
    interest.refresh_from_db()
    return interest


def reasons() -> list[str]:
    return list(Interest.objects.order_by("pk").values_list("reasons", flat=True))


def test_what_looks_like_a_program_is_kept_apart_and_counted_apart(event: Event):
    both = [sent(event), sent(event, signs="filled unopened bare", party=4)]

    judge(both, NOW)

    assert reasons() == ["", "honeypot program"]
    (suspect,) = Interest.objects.filter(standing="suspect")
    assert suspect.standing_at == NOW
    total = counts_of(event.pk)
    assert (total.total.answers, total.total.suspects, total.total.suspect_seats) == (2, 1, 4)
    assert (total.genuine().total.answers, total.genuine().total.seats) == (1, 2)
    assert tallies.stored(event.pk) == tallies.counted(event.pk)


def test_later_answers_throw_a_light_on_earlier_ones(event: Event):
    first = [sent(event, number, signs="unopened") for number in range(4)]
    judge(first, NOW)
    assert reasons() == [""] * 4

    judge([sent(event, 5, signs="unopened")], NOW)

    assert reasons() == ["burst"] * 5


def test_alike_but_for_an_answer_is_no_burst(event: Event):
    judge([sent(event, number, signs="unopened", postcode=str(number)) for number in range(9)], NOW)

    assert reasons() == [""] * 9


def test_a_packaged_list_knows_throwaway_mailboxes(event: Event):
    judge([sent(event, email="x@mailinator.com"), sent(event, email="x@throwaway.example")], NOW)

    assert reasons() == ["disposable"] * 2


@pytest.mark.parametrize(
    "decided",
    [{"reviewed_at": NOW}, {"verified_at": NOW}, {"standing": "withdrawn"}, {"standing": "rejected"}],
)
def test_what_is_decided_stays_so(event: Event, decided: dict[str, Any]):
    interest = sent(event, signs="filled")
    Interest.objects.filter(pk=interest.pk).update(**decided)

    judge([interest], NOW)

    assert reasons() == [""]


def test_events_are_judged_apart(event: Event):
    other = published(event_of())
    answers = [sent(each, number, signs="unopened") for number in range(4) for each in (event, other)]

    judge(answers, NOW)
    judge([], NOW)

    assert reasons() == [""] * 8


@pytest.mark.parametrize("answers", [1, 3])
def test_a_batch_costs_the_same_however_large(event: Event, answers: int, django_assert_num_queries: Any):
    batch = [sent(event, number, signs="filled") for number in range(answers)]

    # One to read, and in a transaction of two more: lock, write, count.
    with django_assert_num_queries(5):
        judge(batch, NOW)
