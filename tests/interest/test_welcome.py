"""Each answer is greeted once: its first mail is queued, whoever works, however many do."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.factories import event_of, interest_of, published
from tests.interest.waiting_work import mails, work_at
from turnout.events.change_stage import change_stage
from turnout.events.models import Stage
from turnout.interest import welcome
from turnout.interest.judge import judge
from turnout.interest.models import Interest
from turnout.interest.personal_link import personal_link
from turnout.interest.register import Submission, register_batch
from turnout.interest.verify import verify
from turnout.outbox.models import Mail
from turnout.outbox.render import NoLongerNeeded, render
from turnout.outbox.secret_part import masked
from turnout.rules.form import Answer

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOON + timedelta(seconds=5)


def many(count: int, event=None) -> None:
    event = event or published()
    answers = [
        Answer(
            "Ada",
            f"fan{n}@example.org",
            f"fan{n}@example.org",
            "maybe",
            1,
            "US",
            "",
            (),
            {},
            "",
            "en",
            1,
            None,
        )
        for n in range(count)
    ]
    register_batch([Submission(event.pk, answer, NOON) for answer in answers], shard=1)


def test_answer_is_greeted_with_the_mail_that_asks_to_confirm():
    interest = interest_of(published(), at=NOON, email="ada@example.org", language="en")

    work_at(LATER)

    interest.refresh_from_db()
    assert interest.greeted_at == LATER
    (mail,) = Mail.objects.all()
    assert (mail.template, mail.recipient, mail.language) == ("interest/confirm", "ada@example.org", "en")
    assert mail.context == {"interest": interest.pk, "generation": 0}
    assert (mail.organisation_id, mail.due_at) == (interest.event.organisation_id, LATER)


def test_answer_that_appears_among_those_just_judged_waits_to_be_judged(monkeypatch: pytest.MonkeyPatch):
    event = published()
    first, between, last = (interest_of(event, at=NOON) for _ in range(3))
    Interest.objects.filter(pk=between.pk).update(greeted_at=NOON)

    def judge_while_another_commits(interests: list[Interest], now: datetime) -> None:
        judge(interests, now)
        Interest.objects.filter(pk=between.pk).update(greeted_at=None)

    monkeypatch.setattr(welcome, "judge", judge_while_another_commits)
    welcome.welcome(first.pk, LATER)

    assert list(Interest.objects.order_by("pk").values_list("greeted_at", flat=True)) == [LATER, None, LATER]
    assert welcome.due(LATER) == [between.pk]
    assert last.pk > between.pk


def test_answer_is_greeted_once():
    interest_of(published(), at=NOON)

    work_at(LATER)
    work_at(LATER + timedelta(days=1))

    assert len(mails("interest/confirm")) == 1


def test_what_fell_into_the_trap_is_not_written_to():
    event = published()
    bot, fan = interest_of(event, at=NOON), interest_of(event, at=NOON)
    Interest.objects.filter(pk=bot.pk).update(signs="young filled")
    Interest.objects.filter(pk=fan.pk).update(signs="unopened young")

    work_at(LATER)

    assert mails() == [("interest/confirm", fan.email)]
    assert not Interest.objects.filter(greeted_at=None).exists()


def test_1200_answers_are_three_transactions_of_few_queries(django_assert_max_num_queries):
    many(1200)

    for size in (500, 500, 200):
        (first,) = welcome.due(LATER)
        with django_assert_max_num_queries(16):
            welcome.welcome(first, LATER)
        assert Mail.objects.filter(pk__gt=0).count() % 500 == size % 500

    assert welcome.due(LATER) == []
    assert Mail.objects.values("recipient").distinct().count() == 1200


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_greet_each_answer_once():
    many(1200)
    together = Barrier(4)

    def work() -> None:
        together.wait()
        while items := welcome.due(LATER):
            for item in items:
                welcome.welcome(item, LATER)
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert Mail.objects.count() == 1200
    assert Mail.objects.values("recipient").distinct().count() == 1200
    assert not Interest.objects.filter(greeted_at=None).exists()


def test_mail_says_nothing_that_a_stranger_typed():
    event = published(strapline="An evening")
    interest = interest_of(event, at=NOON, name="Buy pills at pills.example.com")
    work_at(LATER)

    written = render(Mail.objects.get())

    assert written.subject == "Is this answer yours? Nimbus Fan Day"
    for text in (written.text, written.html):
        assert personal_link(interest) in text
        assert "Nimbus Fan Day" in text
        assert "New York" in text
        assert "privacy@example.org" in text
        assert "pills" not in text


def test_mail_is_in_the_language_of_the_answer():
    interest_of(published(languages=["es"]), at=NOON, language="es")
    work_at(LATER)

    assert 'lang="es"' in render(Mail.objects.get()).html


def test_members_see_the_mail_without_its_link():
    interest = interest_of(published(), at=NOON)
    work_at(LATER)

    with masked():
        written = render(Mail.objects.get())

    token = personal_link(interest).rsplit("/", 2)[1]
    assert token not in written.text + written.html
    assert "/my/…/" in written.text


@pytest.mark.parametrize("moot", ["verified", "withdrawn", "rejected", "renewed", "cancelled"])
def test_mail_that_waited_too_long_is_not_needed(moot: str):
    event = event_of(stage=Stage.GAUGING)
    interest = interest_of(event, at=NOON)
    work_at(LATER)
    if moot == "verified":
        verify(interest.pk, LATER)
    elif moot == "cancelled":
        change_stage(event, Stage.CANCELLED, "user:1")
    elif moot == "renewed":
        Interest.objects.filter(pk=interest.pk).update(generation=1)
    else:
        Interest.objects.filter(pk=interest.pk).update(standing=moot)

    with pytest.raises(NoLongerNeeded):
        render(Mail.objects.get())
