from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import event_of, published
from turnout.events.models import Event
from turnout.interest import forget_checks, tallies
from turnout.interest.models import Interest, Repeat, SpentCheck
from turnout.interest.register import CheckSpent, Submission, register, register_batch
from turnout.rules.form import Answer
from turnout.rush.human import Sending

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
UNTIL = int((NOW + timedelta(minutes=20)).timestamp())


@pytest.fixture
def event() -> Event:
    return published(event_of())


def answer(email: str) -> Answer:
    return Answer(
        name="Ada",
        email=email,
        email_key=email,
        likelihood="maybe",
        party=1,
        country="US",
        postcode="",
        options=(),
        answers={},
        via="",
        language="en",
        form_version=1,
        submission=None,
    )


def sent(event: Event, email: str, proof: str = "") -> Submission:
    return Submission(event.pk, answer(email), NOW, "unopened", "net", proof, UNTIL if proof else 0)


def stored() -> list[str]:
    return list(Interest.objects.order_by("pk").values_list("email", flat=True))


def test_a_check_is_good_for_one_answer_and_its_neighbours_are_stored(event: Event):
    first, again, other = (
        sent(event, "ada@example.org", "p"),
        sent(event, "ben@example.org", "p"),
        sent(event, "cleo@example.org"),
    )

    declined = register_batch([first], shard=1), register_batch([again, other], shard=1)

    assert [list(each) for each in declined] == [[], [again]]
    assert stored() == ["ada@example.org", "cleo@example.org"]
    assert tallies.stored(event.pk) == tallies.counted(event.pk)


def test_of_one_batch_the_first_has_it(event: Event):
    both = [sent(event, "ben@example.org", "p"), sent(event, "ada@example.org", "p")]

    (declined,) = register_batch(both, shard=1)

    assert len(stored()) == 1
    assert stored()[0] != declined.answer.email


def test_the_same_answer_sent_again_is_taken_as_ever(event: Event):
    register_batch([sent(event, "ada@example.org", "p")], shard=1)

    assert list(register_batch([sent(event, "ada@example.org", "p")], shard=1)) == []
    assert Repeat.objects.get().times == 1


def test_who_has_answered_before_cannot_spend_it_for_another(event: Event):
    """Known and unknown addresses are answered alike."""
    register_batch([sent(event, "ada@example.org"), sent(event, "ben@example.org", "p")], shard=1)

    for email in ("ada@example.org", "cleo@example.org"):
        assert len(register_batch([sent(event, email, "p")], shard=1)) == 1


def test_nothing_is_spent_by_what_is_not_stored(event: Event):
    too_many = replace(
        sent(event, "ada@example.org", "p"), answer=answer("ada@example.org")._replace(party=99)
    )

    with pytest.raises(Exception, match="constraint"):
        register_batch([too_many], shard=1)

    assert SpentCheck.objects.count() == 0


def test_one_at_a_time_says_that_it_is_spent(event: Event):
    sending = Sending("", "", "p", UNTIL)
    register(event.pk, answer("ada@example.org"), NOW, sending)

    with pytest.raises(CheckSpent):
        register(event.pk, answer("ben@example.org"), NOW, sending)


def test_how_it_was_sent_is_kept(event: Event):
    register_batch([sent(event, "ada@example.org", "p")], shard=1)

    assert Interest.objects.values_list("signs", "network").get() == ("unopened", "net")


def test_spent_checks_are_forgotten_when_nobody_could_spend_them_again(event: Event):
    register_batch([sent(event, "ada@example.org", "p")], shard=1)
    soon, later = NOW + timedelta(minutes=24), NOW + timedelta(minutes=26)

    assert forget_checks.due(soon) == []
    (item,) = forget_checks.due(later)
    forget_checks.forget_checks(item, later)

    assert SpentCheck.objects.count() == 0
    assert forget_checks.due(later) == []
