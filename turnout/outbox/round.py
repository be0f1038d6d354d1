"""Mails one after the other, with one commit for each."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from turnout.outbox import marks
from turnout.outbox.models import Mail
from turnout.outbox.suppress import suppressed_among


class ClaimLost(Exception):
    """Another worker may have begun with the mail: this one must not send it."""


class Round:
    """Three things are written together: the last mail is sent, this one's text goes out, the next is ours.

    What is killed in between is told as unknown, which it was.
    """

    def __init__(self, pks: Sequence[int], now: datetime, *, stopped: Callable[[], bool] = bool) -> None:
        found = Mail.objects.filter(state=Mail.State.QUEUED, due_at__lte=now).in_bulk(list(pks))
        self._waiting = deque(found[pk] for pk in pks if pk in found)
        self._stopped = stopped
        self._taken: Mail | None = None
        self._claimed: Mail | None = None
        self.suppressed = suppressed_among([mail.recipient for mail in self._waiting])

    def ids(self) -> Sequence[Mapping[str, Any]]:
        """Those that each mail names, in their order."""
        return [mail.context for mail in self._waiting]

    def next(self) -> Mail | None:
        """A mail that no other worker has, until none is left or the worker is to stop."""
        mail, self._claimed = self._claimed, None
        return mail or self._claim()

    def begin(self, mail: Mail) -> None:
        """Called right before its text goes out. Raises ClaimLost."""
        with transaction.atomic():
            self._write_taken()
            begun = marks.begin(mail)
            claimed = self._claim()
        self._taken, self._claimed = None, claimed
        if not begun:
            raise ClaimLost

    def taken(self, mail: Mail) -> None:
        """By the server. It is written with the next mail, or at the end."""
        self._taken = mail

    def end(self) -> None:
        self._write_taken()
        self._taken = None

    def _write_taken(self) -> None:
        if self._taken is not None:
            marks.taken(self._taken)

    def _claim(self) -> Mail | None:
        while self._waiting and not self._stopped():
            mail = self._waiting.popleft()
            if marks.claim(mail):
                return mail
        return None
