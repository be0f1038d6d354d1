"""Further answers under an address that has answered: noted, and nothing else changes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from turnout.interest.models import Interest
from turnout.interest.submission import Submission

_UPSERT = """
    INSERT INTO interest_repeat (interest_id, times, last_at) VALUES (%s, %s, %s)
    ON CONFLICT (interest_id) DO UPDATE SET
        times = interest_repeat.times + excluded.times, last_at = excluded.last_at
"""


def record_repeats(submissions: Sequence[Submission]) -> list[Submission]:
    """Note those whose address is known, in the caller's transaction; the others are given back."""
    known = _known(submissions)
    repeats: dict[int, list[datetime]] = defaultdict(list)
    for submission in submissions:
        interest_id, first = known.get(submission.key(), (0, None))
        # The same submission again is a retry, which nobody has to be told of.
        if interest_id and (first is None or first != submission.answer.submission):
            repeats[interest_id].append(submission.at)
    _upsert(repeats)
    return [submission for submission in submissions if submission.key() not in known]


def _known(submissions: Sequence[Submission]) -> dict[tuple[int, str], tuple[int, str | None]]:
    """The stored interest of each address, with the id that its script gave it."""
    found = Interest.objects.filter(
        event_id__in={submission.event_id for submission in submissions},
        email_key__in={submission.answer.email_key for submission in submissions},
    ).values_list("event_id", "email_key", "pk", "submission")
    return {(event_id, email_key): (pk, first) for event_id, email_key, pk, first in found}


def _upsert(repeats: dict[int, list[datetime]]) -> None:
    rows = [
        (interest_id, len(times), connection.ops.adapt_datetimefield_value(max(times)))
        for interest_id, times in sorted(repeats.items())
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_UPSERT, rows)
