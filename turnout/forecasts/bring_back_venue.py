from django.db import transaction

from turnout.forecasts.deciding import Venue
from turnout.journal.record import record


@transaction.atomic
def bring_back_venue(venue: Venue, actor: str) -> None:
    """Compared again, as if it had never been removed."""
    if Venue.objects.filter(pk=venue.pk, removed_at__isnull=False).update(removed_at=None):
        event = venue.event
        record(
            actor, "bring_back", "venue", venue.pk, organisation_id=event.organisation_id, event_id=event.pk
        )
