from django.db import transaction
from django.db.models import F

from turnout.events.fit import fit
from turnout.events.models import Event
from turnout.events.refusals import TooMany
from turnout.forecasts.deciding import Venue
from turnout.forecasts.venue_fields import CHECKS, MOST, VenueFields
from turnout.journal.record import record


@transaction.atomic
def add_venue(event: Event, actor: str, given: VenueFields) -> Venue:
    """One more hall to compare. Raises Unfit, TooMany."""
    wanted = fit(given, CHECKS)
    # Holds the row, so that two at once cannot both be the last.
    Event.objects.filter(pk=event.pk).update(edition=F("edition"))
    if event.venues.filter(removed_at=None).count() >= MOST:
        raise TooMany(MOST)
    venue = Venue.objects.create(event=event, **wanted)
    record(actor, "add", "venue", venue.pk, organisation_id=event.organisation_id, event_id=event.pk)
    return venue
