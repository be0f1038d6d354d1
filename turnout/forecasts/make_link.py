import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from turnout.events.models import Event
from turnout.events.refusals import TooMany
from turnout.forecasts.deciding import OutlookLink
from turnout.journal.record import record

MOST_OPEN = 20


@transaction.atomic
def make_link(event: Event, actor: str, name: str, days: int, now: datetime) -> OutlookLink:
    """For whoever has its address, until it expires. Raises TooMany."""
    Event.objects.filter(pk=event.pk).update(edition=F("edition"))
    if event.outlook_links.filter(revoked_at=None, expires_at__gt=now).count() >= MOST_OPEN:
        raise TooMany(MOST_OPEN)
    link = OutlookLink.objects.create(
        event=event,
        public_id=secrets.token_hex(16),
        name=name,
        actor=actor,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    record(actor, "make", "outlook", link.pk, organisation_id=event.organisation_id, event_id=event.pk)
    return link
