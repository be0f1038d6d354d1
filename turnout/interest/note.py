from collections.abc import Mapping
from typing import Any

from turnout.interest.models import Interest
from turnout.journal.record import record


def note(interest: Interest, verb: str, old: Mapping[str, Any] | None = None, *, actor: str = "fan") -> None:
    """Into the journal, in the caller's transaction: what was done with an answer, and its values before."""
    record(
        actor,
        verb,
        "interest",
        interest.pk,
        organisation_id=interest.event.organisation_id,
        event_id=interest.event_id,
        old=old,
    )
