from django.db import transaction

from turnout.events.fit import fit
from turnout.forecasts.deciding import Venue
from turnout.forecasts.venue_fields import CHECKS, VenueFields
from turnout.journal.record import record


@transaction.atomic
def change_venue(venue: Venue, actor: str, given: VenueFields) -> None:
    """Raises Unfit."""
    wanted = fit(given, CHECKS)
    old = {name: getattr(venue, name) for name, value in wanted.items() if getattr(venue, name) != value}
    if not old:
        return
    Venue.objects.filter(pk=venue.pk).update(**wanted)
    event = venue.event
    record(
        actor,
        "change",
        "venue",
        venue.pk,
        organisation_id=event.organisation_id,
        event_id=event.pk,
        fields=sorted(old),
    )
