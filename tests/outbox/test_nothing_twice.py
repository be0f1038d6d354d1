"""2,000 mails, a mail server at its worst, and workers killed with -9: each row says what is true.

`TEST_MAILS=10000 pytest tests/outbox/test_nothing_twice.py` takes that many, and some minutes.
"""

import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone

from tests.mail_server import MailServer
from tests.outbox.test_deliver import queued, this_database
from tests.server import TURNOUT
from tests.waiting import until
from turnout.outbox.models import Mail

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = int(os.environ.get("TEST_MAILS", "2000"))
HANGS_AT = {MAILS // 10, MAILS * 9 // 20, MAILS * 13 // 20}
ANSWERS = {
    "rcpt": {
        "250 fine": 86,
        "451 greylisted": 8,
        "550 5.7.1 not here": 2,
        "550 5.1.1 nobody": 2,
        "drop": 2,
    },
    "data": {"250 taken": 92, "451 too busy": 3, "554 looks like spam": 2, "drop": 3},
}


class Unreliable(MailServer):
    """Answers by chance, hangs at some texts, and takes several commands at once over every other line."""

    def __init__(self) -> None:
        super().__init__()
        self.chance = Random(20261208)
        self.hangs = 0
        # What a text that hangs goes on waiting for.
        self.data = "hang"

    def has_hung(self, times: int) -> bool:
        return self.hangs >= times

    @property
    def pipelining(self) -> bool:
        return self.conversations % 2 == 0

    @pipelining.setter
    def pipelining(self, offered: bool) -> None:
        """It goes by the line."""

    def choose(self, step: str) -> str:
        if step == "data" and self.texts_begun in HANGS_AT:
            self.hangs += 1
            return "hang"
        answers = ANSWERS[step]
        return self.chance.choices(list(answers), list(answers.values()))[0]


def test_nothing_is_sent_twice_and_every_mail_ends() -> None:
    with transaction.atomic():
        # Some addresses get two, so that some are suppressed by the time of the second.
        for number in range(MAILS):
            fan = number % (MAILS * 3 // 4)
            queued(f"fan{fan}@example{fan % 7}.org")
    server = Unreliable().start()

    for hangs in range(1, len(HANGS_AT) + 1):
        with killed_workers(server):
            until_later(partial(server.has_hung, hangs), what="the server hangs")
    server.stop()
    with killed_workers(server):
        until(lambda: unfinished("Connection refused") > 50, seconds=30, what="the server is down")
        server.start()
        until_later(lambda: server.texts_begun > MAILS * 4 // 5, what="the server is up again")
    with killed_workers(server):
        until_later(lambda: not unfinished(), what="all have ended")
    server.stop()

    taken = Counter(int(message_id[1:].split(".")[0]) for message_id in server.message_ids)
    times: dict[str, set[int]] = {state: set() for state in Mail.State.values}
    for pk, state in Mail.objects.values_list("pk", "state"):
        times[state].add(taken[pk])
    assert taken.keys() <= set(Mail.objects.values_list("pk", flat=True))
    assert times[Mail.State.QUEUED] == set()
    assert times[Mail.State.SENT] == {1}
    assert times[Mail.State.FAILED] == times[Mail.State.DROPPED] == {0}
    # Killed between the row and the server, a text may also never have arrived.
    assert {1} <= times[Mail.State.UNKNOWN] <= {0, 1}
    assert server.conversations < MAILS / 4


@contextmanager
def killed_workers(server: MailServer) -> Iterator[None]:
    """Two at once, killed with -9 when the block ends; then what they had claimed is free again."""
    workers = [subprocess.Popen([TURNOUT, "worker"], env=this_database(server.url)) for _ in range(2)]
    try:
        yield
    finally:
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.wait()
    long_ago = timezone.now() - timedelta(minutes=1)
    Mail.objects.exclude(claimed_until=None).update(claimed_until=long_ago)


def until_later(found: Callable[[], bool], *, what: str) -> None:
    """Every pause between two attempts is over at once."""

    def found_later() -> bool:
        now = timezone.now()
        Mail.objects.filter(state=Mail.State.QUEUED, claimed_until=None, due_at__gt=now).update(due_at=now)
        return found()

    until(found_later, seconds=90 * MAILS / 2000, what=what)


def unfinished(error: str = "") -> int:
    return Mail.objects.filter(state=Mail.State.QUEUED, error__contains=error).count()
