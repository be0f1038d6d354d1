"""Mails one after the other, and one commit for a run of them."""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from turnout.outbox import marks
from turnout.outbox.models import Mail
from turnout.outbox.suppress import suppressed_among

# As many may become unknown when the worker is killed, so a server that is slow gets short runs.
MOST_IN_A_RUN = 40
LONGEST_RUN = 0.25


class ClaimLost(Exception):
    """The mail was erased, or another worker may have it: this one must not send it."""


class Round:
    """Two things are written together: a run's mails were sent, and the next run's texts go out.

    What is killed in between is told as unknown, which it was.
    """

    def __init__(self, pks: Sequence[int], now: datetime, *, stopped: Callable[[], bool] = bool) -> None:
        found = Mail.objects.filter(state=Mail.State.QUEUED, due_at__lte=now).in_bulk(list(pks))
        self._waiting = deque(found[pk] for pk in pks if pk in found)
        self._stopped = stopped
        self._run: deque[Mail] = deque()
        self._length = MOST_IN_A_RUN
        self._done = 0
        self._begun_at = 0.0
        self._taken: list[Mail] = []
        self.suppressed = suppressed_among([mail.recipient for mail in self._waiting])

    def ids(self) -> Sequence[Mapping[str, Any]]:
        """Those that each mail names, in their order."""
        return [mail.context for mail in self._waiting]

    def next(self) -> Mail | None:
        """A mail that no other worker has, until none is left or the worker is to stop."""
        if self._run and self._done and (self._stopped() or self._is_long()):
            self._length = self._done
            self._give_back()
        if not self._run:
            self._begin_run()
        if not self._run:
            return None
        self._done += 1
        return self._run.popleft()

    def check(self, mail: Mail) -> None:
        """Called right before its text goes out. Raises ClaimLost."""
        if self._is_long() and not marks.is_ours(mail):
            raise ClaimLost

    def taken(self, mail: Mail) -> None:
        """By the server. It is written when the next run begins, or at the end."""
        self._taken.append(mail)

    def end(self) -> None:
        self._give_back()

    def _is_long(self) -> bool:
        return time.monotonic() - self._begun_at > LONGEST_RUN

    def _begin_run(self) -> None:
        if self._done == self._length and not self._is_long():
            self._length = min(2 * self._length, MOST_IN_A_RUN)
        while self._waiting and not self._run and not self._stopped():
            wanted = [self._waiting.popleft() for _ in range(min(self._length, len(self._waiting)))]
            with transaction.atomic():
                self._write_taken()
                begun = marks.begin(wanted)
            self._taken.clear()
            self._run.extend(begun)
        self._done, self._begun_at = 0, time.monotonic()

    def _give_back(self) -> None:
        """What the run has not come to."""
        rest = list(self._run)
        with transaction.atomic():
            self._write_taken()
            if rest:
                marks.give_back(rest)
        self._taken.clear()
        self._run.clear()
        self._waiting.extendleft(reversed(rest))

    def _write_taken(self) -> None:
        if self._taken:
            marks.taken(self._taken)
