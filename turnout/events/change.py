"""Every change of an event begins and ends here, inside the verb's transaction."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from turnout.events.keep_form import keep_form
from turnout.events.models import Event
from turnout.journal.record import record


def begin_change(event: Event) -> Event:
    """The event as it stands now, held until the caller's transaction ends; its edition rises.

    Two changes of one event at once would each number a form without the other's change in it. An
    update holds the row on both databases, which SELECT FOR UPDATE does not.
    """
    Event.objects.filter(pk=event.pk).update(edition=F("edition") + 1)
    return Event.objects.select_related("organisation").get(pk=event.pk)


def end_change(
    event: Event,
    actor: str,
    verb: str,
    noun: str,
    noun_id: int,
    *,
    old: Mapping[str, Any] | None = None,
    fields: list[str] | None = None,
) -> None:
    """Number the form anew where visitors are asked something else than before, and journal the change."""
    if event.is_public:
        keep_form(event)
    record(
        actor,
        verb,
        noun,
        noun_id,
        organisation_id=event.organisation_id,
        event_id=event.pk,
        old=old,
        fields=fields,
    )
