"""A check that was solved is good for one answer: its id is taken in the answer's own transaction."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from django.db import connection

from turnout.interest.models import SpentCheck


class Written(Protocol):
    """What was written under an address."""

    @property
    def email_key(self) -> str: ...


class Showing(Protocol):
    """Whatever may show a check: an answer to an event, or a comment."""

    proof: str
    until: int

    @property
    def event_id(self) -> int: ...

    @property
    def answer(self) -> Written: ...


Shown = TypeVar("Shown", bound=Showing)

_INSERT = """
    INSERT INTO interest_spentcheck (id, spent_on, expires_at) VALUES (%s, %s, %s)
    ON CONFLICT (id) DO NOTHING
"""


def spend(submissions: Sequence[Shown]) -> list[Shown]:
    """Those whose check was spent before, on another answer: they are to be declined.

    The same answer sent again is not: nobody knows how a try ended whose reply was lost.
    """
    showing = [submission for submission in submissions if submission.proof]
    if not showing:
        return []
    # In one order for everybody: two writers that meet the same checks must not wait in a ring.
    rows = sorted((each.proof, _spent_on(each), _until(each)) for each in showing)
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)
    stored = dict(
        SpentCheck.objects.filter(pk__in={each.proof for each in showing}).values_list("pk", "spent_on")
    )
    return [each for each in showing if stored[each.proof] != _spent_on(each)]


def _spent_on(submission: Showing) -> str:
    """Names the address to who holds the check, and to nobody else; it is kept for minutes."""
    text = f"{submission.proof} {submission.event_id} {submission.answer.email_key}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _until(submission: Showing) -> Any:
    return connection.ops.adapt_datetimefield_value(datetime.fromtimestamp(submission.until, UTC))
