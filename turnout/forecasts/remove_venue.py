from datetime import datetime

from django.db import transaction

from turnout.forecasts.deciding import Venue
from turnout.journal.record import record


@transaction.atomic
def remove_venue(venue: Venue, actor: str, now: datetime) -> None:
    """No longer compared; it can be brought back."""
    if Venue.objects.filter(pk=venue.pk, removed_at=None).update(removed_at=now):
        event = venue.event
        record(actor, "remove", "venue", venue.pk, organisation_id=event.organisation_id, event_id=event.pk)
