from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from tests.factories import published
from turnout.events.models import Event
from turnout.interest import tallies
from turnout.interest.models import Interest, Repeat
from turnout.interest.register import Submission, register, register_batch
from turnout.interest.tallies import Bucket, Sums
from turnout.rules.form import Answer
from turnout.rush.group_commit import A_CROWD

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def answer_of(email: str = "ada@example.org", **changes: object) -> Answer:
    answer = Answer(
        name="Ada Lovelace",
        email=email,
        email_key=email.lower(),
        likelihood="definitely",
        party=2,
        country="US",
        postcode="10001",
        options=(5, 6),
        answers={"q9": ["a", "b"], "q10": "你好"},
        via="reddit",
        language="en",
        form_version=1,
        submission=None,
    )
    return answer._replace(**changes)  # type: ignore[arg-type]


@pytest.fixture
def event() -> Event:
    return published()


def keys_of(event: Event) -> list[str]:
    return list(
        Interest.objects.filter(event=event).order_by("email_key").values_list("email_key", flat=True)
    )


def test_answer_is_stored_as_it_was_given(event: Event):
    register(event.pk, answer_of("Ada@Example.org", submission="0" * 32), NOON)

    interest = Interest.objects.get(event=event)
    assert (interest.name, interest.email, interest.email_key) == (
        "Ada Lovelace",
        "Ada@Example.org",
        "ada@example.org",
    )
    assert (interest.likelihood, interest.party, interest.country, interest.postcode) == (
        "definitely",
        2,
        "US",
        "10001",
    )
    assert (interest.options, interest.answers) == ([5, 6], {"q9": ["a", "b"], "q10": "你好"})
    assert (interest.via, interest.language, interest.form_version) == ("reddit", "en", 1)
    assert (interest.created_at, interest.verified_at, interest.submission) == (NOON, None, "0" * 32)
    assert interest.public_id[12] == "7"


def test_public_ids_rise_with_time(event: Event):
    register(event.pk, answer_of("later@example.org"), LATER)
    register(event.pk, answer_of("noon@example.org"), NOON)

    by_id = Interest.objects.filter(event=event).order_by("public_id")
    assert [interest.email for interest in by_id] == ["noon@example.org", "later@example.org"]


def test_tallies_are_the_sums_of_what_was_stored(event: Event):
    register_batch(
        [
            Submission(event.pk, answer_of("a@example.org"), NOON),
            Submission(event.pk, answer_of("b@example.org", party=1, options=(6,), via=""), NOON),
            Submission(event.pk, answer_of("c@example.org", likelihood="maybe", country="CA"), LATER),
        ],
        shard=3,
    )

    assert tallies.stored(event.pk) == {
        Bucket(event.pk, "total", ""): Sums(3, 5, 0),
        Bucket(event.pk, "hour", "2026-11-22T12"): Sums(2, 3, 0),
        Bucket(event.pk, "hour", "2026-11-22T13"): Sums(1, 2, 0),
        Bucket(event.pk, "via", "reddit"): Sums(2, 4, 0),
        Bucket(event.pk, "via", ""): Sums(1, 1, 0),
        Bucket(event.pk, "likelihood", "definitely"): Sums(2, 3, 0),
        Bucket(event.pk, "likelihood", "maybe"): Sums(1, 2, 0),
        Bucket(event.pk, "option", "5"): Sums(2, 4, 0),
        Bucket(event.pk, "option", "6"): Sums(3, 5, 0),
        Bucket(event.pk, "country", "US"): Sums(2, 3, 0),
        Bucket(event.pk, "country", "CA"): Sums(1, 2, 0),
    }


def test_second_answer_of_an_address_changes_nothing_and_is_noted(event: Event):
    register(event.pk, answer_of(), NOON)

    register(event.pk, answer_of(name="Somebody Else", party=4), LATER)
    register(event.pk, answer_of(), LATER)

    interest = Interest.objects.get(event=event)
    assert (interest.name, interest.party) == ("Ada Lovelace", 2)
    assert Repeat.objects.values_list("interest", "times", "last_at").get() == (interest.pk, 2, LATER)
    assert tallies.stored(event.pk) == tallies.counted(event.pk)


def test_addresses_that_meet_within_one_batch_are_one_answer_and_its_repeats(event: Event):
    register_batch([Submission(event.pk, answer_of(), NOON) for _ in range(3)], shard=1)

    assert keys_of(event) == ["ada@example.org"]
    assert Repeat.objects.get().times == 2
    assert tallies.stored(event.pk)[Bucket(event.pk, "total", "")] == Sums(1, 2, 0)


def test_crowd_is_kept_whole_whether_somebody_in_it_is_known_or_not(event: Event):
    emails = [f"fan{number}@example.org" for number in range(A_CROWD)]

    register_batch([Submission(event.pk, answer_of(email), NOON) for email in emails], shard=1)
    again = [Submission(event.pk, answer_of(email), LATER) for email in [*emails, "late@example.org"]]
    register_batch(again, shard=1)

    assert keys_of(event) == [*emails, "late@example.org"]
    assert Repeat.objects.count() == A_CROWD
    assert tallies.stored(event.pk) == tallies.counted(event.pk)
    assert tallies.stored(event.pk)[Bucket(event.pk, "total", "")] == Sums(A_CROWD + 1, 2 * (A_CROWD + 1), 0)


def test_same_submission_again_is_no_repeat(event: Event):
    again = answer_of(submission="a" * 32)

    register(event.pk, again, NOON)
    register_batch([Submission(event.pk, again, LATER), Submission(event.pk, again, LATER)], shard=1)

    assert keys_of(event) == ["ada@example.org"]
    assert not Repeat.objects.exists()


def test_submission_sent_again_with_a_mended_address_is_kept_as_well(event: Event):
    register(event.pk, answer_of("ada@exmaple.org", submission="a" * 32), NOON)

    register(event.pk, answer_of("ada@example.org", submission="a" * 32), LATER)

    assert keys_of(event) == ["ada@example.org", "ada@exmaple.org"]
    assert tallies.stored(event.pk)[Bucket(event.pk, "total", "")] == Sums(2, 4, 0)


def test_same_address_answers_two_events(event: Event):
    other = published()

    register_batch([Submission(each.pk, answer_of(), NOON) for each in (event, other)], shard=1)

    assert (keys_of(event), keys_of(other)) == (["ada@example.org"], ["ada@example.org"])


def test_batch_with_a_row_that_the_database_refuses_stores_nothing(event: Event):
    good = Submission(event.pk, answer_of(), NOON)
    bad = Submission(event.pk, answer_of("b@example.org", party=99), NOON)

    with pytest.raises(IntegrityError):
        register_batch([good, bad], shard=1)

    assert keys_of(event) == []
    assert tallies.stored(event.pk) == {}


def test_event_that_is_gone_is_refused(event: Event):
    with pytest.raises(IntegrityError):
        register(event.pk + 1_000, answer_of(), NOON)


def test_withdrawn_answers_are_subtracted(event: Event):
    register(event.pk, answer_of("a@example.org"), NOON)
    register(event.pk, answer_of("b@example.org"), NOON)

    tallies.subtract(Interest.objects.filter(email="a@example.org"))

    assert tallies.stored(event.pk)[Bucket(event.pk, "total", "")] == Sums(1, 2, 0)


def test_recount_sets_wrong_counters_right_and_says_which(event: Event):
    register(event.pk, answer_of(), NOON)
    tallies.add([Submission(event.pk, answer_of(country="AQ", options=()), NOON)], shard=2)

    wrong = tallies.recount(event.pk)

    assert wrong[Bucket(event.pk, "country", "AQ")] == (Sums(1, 2, 0), Sums(0, 0, 0))
    assert wrong[Bucket(event.pk, "total", "")] == (Sums(2, 4, 0), Sums(1, 2, 0))
    assert tallies.stored(event.pk) == tallies.counted(event.pk)
    assert tallies.recount(event.pk) == {}
