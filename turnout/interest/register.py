"""Keep answers: the one way by which an interest comes into being."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from turnout.interest import tallies
from turnout.interest.insert import insert, insert_new
from turnout.interest.repeats import record_repeats
from turnout.interest.spend import spend
from turnout.interest.submission import Submission
from turnout.rules.form import Answer
from turnout.rules.refusal import Refusal
from turnout.rush.group_commit import A_CROWD
from turnout.rush.human import Sending

__all__ = ["Submission", "register", "register_batch"]


class CheckSpent(Refusal):
    """What was solved to send this answer was good for another one."""


def register(event_id: int, answer: Answer, at: datetime, sending: Sending = Sending()) -> None:  # noqa: B008
    """Keep one answer; a second one of the same address changes nothing. Raises CheckSpent."""
    if register_batch([Submission(event_id, answer, at, *sending)], shard=0):
        raise CheckSpent


def register_batch(submissions: Sequence[Submission], shard: int) -> Sequence[Submission]:
    """Keep all of these answers or none, and count those that are new. Gives back those it declined.

    An address that has answered before is noted as a repeat; the same submission again is nothing
    at all. The shard is the writer's own, so that writers do not wait for each other's counters.
    Declined is alone what comes with a check that another answer has spent.
    """
    # In one order for everybody: two writers that meet the same addresses must not wait in a ring.
    ordered = sorted(submissions, key=Submission.key)
    if connection.vendor == "postgresql" and not connection.in_atomic_block and _are_crowd(ordered):
        try:
            _register_new(ordered, shard)
            return ()
        except IntegrityError:
            pass  # one of them is no stranger
    with transaction.atomic():
        declined = spend(ordered) if _shows_checks(ordered) else []
        ordered = [submission for submission in ordered if submission not in declined]
        fresh = insert(ordered)
        if len(fresh) < len(ordered):
            stored = set(fresh)
            fresh += _settle([submission for submission in ordered if submission not in stored])
        tallies.add(fresh, shard)
    return declined


def _are_crowd(submissions: Sequence[Submission]) -> bool:
    """Then one trip for all is worth a second one where somebody is known. Fewer would tell by their time."""
    return len(submissions) >= A_CROWD and not _shows_checks(submissions)


def _shows_checks(submissions: Sequence[Submission]) -> bool:
    return any(submission.proof for submission in submissions)


def _register_new(submissions: Sequence[Submission], shard: int) -> None:
    """All in one trip to the server and back. IntegrityError if one of them meets a stored one."""
    connection.ensure_connection()
    # First, because it may have to ask, and an answer would end the one trip.
    sums = tallies.counting(submissions)
    with connection.connection.pipeline(), transaction.atomic():
        insert_new(submissions)
        tallies.put(sums, shard)


def _settle(met: Sequence[Submission]) -> list[Submission]:
    """Of submissions that met a stored one: those kept after all. The others are noted as repeats."""
    strangers = record_repeats(met)
    # The script's id came with another address before: a mended address is an answer of its own.
    return insert([stranger.without_id() for stranger in strangers])
