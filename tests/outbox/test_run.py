"""Mails of a run share their commits; whatever ends a run, each row says what is true."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, repeat

import pytest
from django.utils import timezone

from tests.mail_server import MailServer
from tests.outbox.test_deliver import delivered, queued, this_database
from tests.server import TURNOUT
from tests.waiting import until
from turnout.outbox import round as rounds
from turnout.outbox.deliver import deliver_all
from turnout.outbox.models import Mail
from turnout.outbox.round import MOST_IN_A_RUN

pytestmark = pytest.mark.django_db
State = Mail.State


@pytest.fixture
def many() -> list[int]:
    return [queued(f"fan{number}@example.org").pk for number in range(MOST_IN_A_RUN)]


def rows() -> Iterator[tuple[str, int, int, str, bool]]:
    for mail in Mail.objects.order_by("pk"):
        yield mail.state, mail.attempts, mail.forgiven, mail.error, mail.sent_at is None


def states() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("mails", [1, 3])
def test_a_run_has_as_many_queries_whatever_its_length(
    mail_server: MailServer, django_assert_num_queries, mails: int
) -> None:
    pks = [queued().pk for _ in range(mails)]

    with django_assert_num_queries(8):
        assert deliver_all(pks, bool) == mails

    assert states() == [State.SENT] * mails


def test_each_mail_of_a_run_has_its_own_outcome(mail_server: MailServer, many: list[int]) -> None:
    mail_server.data_in_turn = ["250 taken", "451 busy", "drop", "554 spam"]

    deliver_all(many, bool)

    others = [State.SENT] * (MOST_IN_A_RUN - 4)
    assert states() == [State.SENT, State.QUEUED, State.UNKNOWN, State.FAILED, *others]
    assert len(mail_server.received) == MOST_IN_A_RUN - 3


def test_what_a_stopped_worker_did_not_come_to_is_as_it_was(mail_server: MailServer, many: list[int]) -> None:
    Mail.objects.filter(pk=many[-1]).update(error="451 greylisted", attempts=1)
    stopped = chain([False, False], repeat(True))

    assert deliver_all(many, lambda: next(stopped)) == 2

    untouched = (State.QUEUED, 0, 0, "", True)
    assert list(rows()) == [
        *[(State.SENT, 1, 0, "", False)] * 2,
        *[untouched] * (MOST_IN_A_RUN - 3),
        (State.QUEUED, 1, 0, "451 greylisted", True),
    ]
    assert not Mail.objects.exclude(claimed_until=None).exists()


def test_a_slow_server_gets_short_runs(
    mail_server: MailServer, many: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "LONGEST_RUN", 0.0)

    assert deliver_all(many, bool) == MOST_IN_A_RUN

    assert set(rows()) == {(State.SENT, 1, 0, "", False)}
    assert len(mail_server.received) == MOST_IN_A_RUN


def test_a_mail_of_another_worker_is_left_to_it(mail_server: MailServer, many: list[int]) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    Mail.objects.filter(pk=many[0]).update(claimed_until=soon)

    deliver_all(many, bool)

    assert states() == [State.QUEUED, *[State.SENT] * (MOST_IN_A_RUN - 1)]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_a_run_leaves_it_unknown_and_the_rest_to_others(
    mail_server: MailServer,
) -> None:
    mail_server.data, mail_server.data_in_turn = "hang", ["250 taken"] * (MOST_IN_A_RUN + 5)
    for number in range(3 * MOST_IN_A_RUN):
        queued(f"fan{number}@example.org")
    lane = {**this_database(mail_server.url), "TURNOUT_MAIL_CONNECTIONS": "1"}

    worker = subprocess.Popen([TURNOUT, "worker"], env=lane)
    try:
        until(lambda: mail_server.texts_begun == MOST_IN_A_RUN + 6, seconds=30, what="a text hangs")
    finally:
        worker.kill()
        worker.wait()
    killed, sent, left = (states().count(state) for state in (State.UNKNOWN, State.SENT, State.QUEUED))
    mail_server.data = "250 taken"
    worker = subprocess.Popen([TURNOUT, "worker"], env=lane)
    try:
        until(lambda: State.QUEUED not in states(), seconds=30, what="the rest is sent")
        until(lambda: states().count(State.UNKNOWN) == killed, seconds=30, what="the last are written")
    finally:
        worker.terminate()
        worker.wait(20)

    assert 1 <= killed <= MOST_IN_A_RUN
    assert (killed + left + sent, states().count(State.SENT)) == (3 * MOST_IN_A_RUN, sent + left)
    assert len(mail_server.message_ids) == len(set(mail_server.message_ids)) == MOST_IN_A_RUN + 6 + left


def test_a_mail_is_never_begun_twice(mail_server: MailServer, many: list[int]) -> None:
    one, other = rounds.Round(many, timezone.now()), rounds.Round(many, timezone.now())

    first, second = one.next(), other.next()
    one.end()

    assert first
    assert second is None
    assert states()[1:] == [State.QUEUED] * (MOST_IN_A_RUN - 1)
    assert delivered(first).state == State.UNKNOWN
