"""What a fan does with an answer: the counters follow, the journal knows, and refusals say why."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import at_stage, event_of, interest_of, option_of, organisation_of, question_of
from turnout.events.models import Event, Stage
from turnout.interest import tallies
from turnout.interest.ask_for_address import ask_for_address
from turnout.interest.change import change
from turnout.interest.confirm_address import confirm_address
from turnout.interest.models import Interest
from turnout.interest.queries import counts_of
from turnout.interest.refusals import EventOver, TakenBack, TooLate
from turnout.interest.renew_link import renew_link
from turnout.interest.restore import restore
from turnout.interest.tallies import Sums
from turnout.interest.verify import verify
from turnout.interest.withdraw import withdraw
from turnout.journal.models import Entry, OldValue
from turnout.outbox.models import Mail
from turnout.rules.form import Answer

pytestmark = pytest.mark.django_db
STANDING = Interest.Standing
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def event() -> Event:
    event = event_of(organisation_of())
    option_of(event)
    question_of(event, label="Which phone?")
    return at_stage(event, Stage.GAUGING)


@pytest.fixture
def interest(event: Event) -> Interest:
    return interest_of(event, at=NOON, party=3, country="US", postcode="10001")


def total(interest: Interest) -> Sums:
    assert tallies.stored(interest.event_id) == tallies.counted(interest.event_id)
    return counts_of(interest.event_id).total


def answer(interest: Interest, **changes: object) -> Answer:
    plain = {
        "name": interest.name,
        "email": interest.email,
        "email_key": interest.email_key,
        "likelihood": interest.likelihood,
        "party": interest.party,
        "country": interest.country,
        "postcode": interest.postcode,
        "options": tuple(interest.options),
        "answers": interest.answers,
        "via": "",
        "language": interest.language,
        "form_version": interest.form_version,
        "submission": None,
    }
    return Answer(**plain | changes)


def standing(interest: Interest, **fields: object) -> None:
    """As something that went before has left it, with the counters."""
    with tallies.recounting(interest):
        for name, value in fields.items():
            setattr(interest, name, value)
    interest.save()


def journalled(interest: Interest) -> list[tuple[str, str, list[str]]]:
    entries = Entry.objects.filter(noun="interest", noun_id=interest.pk).order_by("pk")
    return list(entries.values_list("actor", "verb", "fields"))


def test_pressing_the_button_confirms_once(interest: Interest):
    verify(interest.pk, NOON)
    verify(interest.pk, NOON + HOUR)

    interest.refresh_from_db()
    assert interest.verified_at == NOON
    assert total(interest) == Sums(1, 3, 1)
    assert journalled(interest) == [("fan", "verify", [])]


def test_confirming_brings_an_expired_answer_back(interest: Interest):
    standing(interest, standing=STANDING.EXPIRED)

    verify(interest.pk, NOON)

    interest.refresh_from_db()
    assert (interest.standing, interest.standing_at) == (STANDING.COUNTED, NOON)
    assert total(interest) == Sums(1, 3, 1)


def test_what_was_suspect_before_it_expired_comes_back_suspect(interest: Interest):
    standing(interest, standing=STANDING.EXPIRED, reasons="burst")

    verify(interest.pk, NOON)

    assert total(interest) == Sums(1, 3, 0, 1, 3)


@pytest.mark.parametrize("stage", [Stage.PAST, Stage.CANCELLED, Stage.DRAFT])
def test_after_the_event_nothing_is_confirmed_or_changed(interest: Interest, stage: str):
    Event.objects.filter(pk=interest.event_id).update(stage=stage)

    with pytest.raises(EventOver) as refusal:
        verify(interest.pk, NOON)
    with pytest.raises(EventOver):
        change(interest.pk, answer(interest, party=1), NOON)

    assert refusal.value.stage == stage
    assert total(interest) == Sums(1, 3, 0)


def test_change_moves_the_counters_and_keeps_the_old_values(event: Event, interest: Interest):
    (first, second), (question,) = event.open_options(), event.open_questions()

    changed = answer(
        interest,
        party=1,
        likelihood="maybe",
        country="CA",
        options=(second.pk,),
        answers={f"q{question.pk}": "One"},
    )
    change(interest.pk, changed, NOON)

    interest.refresh_from_db()
    assert (interest.party, interest.likelihood, interest.country) == (1, "maybe", "CA")
    assert (interest.options, interest.answers) == ([second.pk], {f"q{question.pk}": "One"})
    assert total(interest) == Sums(1, 1, 1)
    counts = counts_of(event.pk)
    assert set(counts.of("country")) == {"CA"}
    assert set(counts.of("option")) == {str(second.pk)}
    assert journalled(interest) == [
        ("fan", "change", ["answers", "country", "likelihood", "options", "party"])
    ]
    assert OldValue.objects.get(entry__noun="interest").values == {
        "answers": {},
        "country": "US",
        "likelihood": "definitely",
        "options": [first.pk],
        "party": 3,
    }


def test_change_leaves_address_channel_and_language(event: Event, interest: Interest):
    change(interest.pk, answer(interest, email="new@example.org", via="reddit", language="es"), NOON)

    stored = Interest.objects.get(pk=interest.pk)
    assert (stored.email, stored.via, stored.language) == (interest.email, "", "en")


def test_change_confirms_the_address(interest: Interest):
    change(interest.pk, answer(interest, party=2), NOON)

    assert total(interest) == Sums(1, 2, 1)


def test_change_to_the_same_is_not_journalled(interest: Interest):
    change(interest.pk, answer(interest), NOON)

    assert journalled(interest) == []


def test_withdrawn_answer_counts_no_longer_and_can_be_brought_back_for_a_day(interest: Interest):
    verify(interest.pk, NOON)

    withdraw(interest.pk, NOON)
    assert total(interest) == Sums(0, 0, 0)
    restore(interest.pk, NOON + 24 * HOUR)

    interest.refresh_from_db()
    assert interest.standing == STANDING.COUNTED
    assert total(interest) == Sums(1, 3, 1)
    assert [verb for _, verb, _ in journalled(interest)] == ["verify", "withdraw", "restore"]


def test_after_a_day_it_is_too_late(interest: Interest):
    withdraw(interest.pk, NOON)

    with pytest.raises(TooLate) as refusal:
        restore(interest.pk, NOON + 24 * HOUR + timedelta(seconds=1))

    assert refusal.value.until == NOON + 24 * HOUR
    assert total(interest) == Sums(0, 0, 0)


def test_withdrawing_again_does_not_give_another_day(interest: Interest):
    withdraw(interest.pk, NOON)

    withdraw(interest.pk, NOON + HOUR)

    interest.refresh_from_db()
    assert interest.standing_at == NOON


def test_what_was_confirmed_while_it_was_taken_back_has_not_expired(interest: Interest):
    standing(interest, standing=STANDING.EXPIRED)
    withdraw(interest.pk, NOON)
    confirm_address(ask_for_address(interest.pk, "ada@example.net", NOON), NOON)

    restore(interest.pk, NOON)

    interest.refresh_from_db()
    assert interest.standing == STANDING.COUNTED
    assert total(interest) == Sums(1, 3, 1)


@pytest.mark.parametrize("before", [STANDING.COUNTED, STANDING.SUSPECT, STANDING.REJECTED, STANDING.EXPIRED])
def test_undoing_gives_the_standing_that_was(interest: Interest, before: str):
    standing(interest, standing=before, reviewed_at=NOON if before == STANDING.REJECTED else None)
    counted = total(interest)
    withdraw(interest.pk, NOON)

    restore(interest.pk, NOON)

    interest.refresh_from_db()
    assert interest.standing == before
    assert total(interest) == counted


@pytest.mark.parametrize("stage", [Stage.PAST, Stage.CANCELLED])
def test_withdrawing_is_possible_at_any_time(interest: Interest, stage: str):
    Event.objects.filter(pk=interest.event_id).update(stage=stage)

    withdraw(interest.pk, NOON)

    assert total(interest) == Sums(0, 0, 0)


def test_withdrawn_answer_is_not_confirmed(interest: Interest):
    withdraw(interest.pk, NOON)

    with pytest.raises(TakenBack) as refusal:
        verify(interest.pk, NOON + HOUR)

    assert refusal.value.at == NOON
    interest.refresh_from_db()
    assert interest.verified_at is None


def test_answering_anew_counts_a_withdrawn_answer_again(interest: Interest):
    withdraw(interest.pk, NOON)

    change(interest.pk, answer(interest, party=1), NOON + 48 * HOUR)

    interest.refresh_from_db()
    assert (interest.standing, interest.standing_at) == (STANDING.COUNTED, NOON + 48 * HOUR)
    assert total(interest) == Sums(1, 1, 1)
    assert journalled(interest)[-1] == ("fan", "change", ["party", "standing"])


def test_rejected_answer_does_not_count_again_by_being_withdrawn_and_answered_anew(interest: Interest):
    standing(interest, standing=STANDING.REJECTED, reviewed_at=NOON, reasons="burst")
    withdraw(interest.pk, NOON)

    change(interest.pk, answer(interest, party=1), NOON + 48 * HOUR)

    interest.refresh_from_db()
    assert interest.standing == STANDING.REJECTED
    assert total(interest) == Sums(0, 0, 0)


def test_renewing_raises_the_generation_and_mails_the_new_link(interest: Interest):
    renew_link(interest.pk, NOON)

    interest.refresh_from_db()
    assert interest.generation == 1
    (mail,) = Mail.objects.all()
    assert (mail.template, mail.recipient) == ("interest/links", interest.email)
    assert mail.context == {"interest": interest.pk, "generation": 1, "renewed": True}
