from datetime import datetime

from django.db import transaction

from turnout.events.models import Event
from turnout.journal.record import record
from turnout.tickets.keys import new_key
from turnout.tickets.models import EventKey


@transaction.atomic
def renew_key(event: Event, actor: str, now: datetime, *, revoke_older: bool) -> EventKey:
    """Codes are signed with a new key from now on. What older ones signed stays good, or dies with them.

    IntegrityError where somebody else makes one at the same time.
    """
    keys = EventKey.objects.filter(event=event)
    latest = keys.order_by("-number").first()
    if revoke_older:
        keys.filter(revoked_at=None).update(revoked_at=now)
    key = new_key(event.pk, latest.number + 1 if latest else 1, now)
    key.save()
    verb = "replace_key" if revoke_older else "renew_key"
    record(actor, verb, "event", event.pk, organisation_id=event.organisation_id, event_id=event.pk)
    return key
