"""Keep a narrowing of the list under a name, and forget it."""

from collections.abc import Mapping

from django.db import transaction

from turnout.events.models import Event
from turnout.interest.models import SavedFilter
from turnout.journal.record import record
from turnout.rules.refusal import Refusal
from turnout.rules.text import one_line

LONGEST_NAME = 60


class NoName(Refusal):
    """It has none, or a longer one than is kept."""


@transaction.atomic
def save_filter(event: Event, actor: str, name: str, query: Mapping[str, str]) -> SavedFilter:
    """Under a name that is taken already, it takes that one's place. Raises NoName."""
    name = one_line(name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise NoName
    saved, _ = SavedFilter.objects.update_or_create(event=event, name=name, defaults={"query": dict(query)})
    _journal(actor, "save", saved)
    return saved


@transaction.atomic
def forget_filter(saved: SavedFilter, actor: str) -> None:
    _journal(actor, "forget", saved)
    saved.delete()


def _journal(actor: str, verb: str, saved: SavedFilter) -> None:
    event = saved.event
    record(actor, verb, "filter", saved.pk, organisation_id=event.organisation_id, event_id=event.pk)
