from datetime import datetime

from django.db import transaction

from turnout.forecasts.deciding import OutlookLink
from turnout.journal.record import record


@transaction.atomic
def revoke_link(link: OutlookLink, actor: str, now: datetime) -> None:
    """It opens nothing any more, for good: whoever needs one again gets another."""
    if OutlookLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        event = link.event
        record(actor, "revoke", "outlook", link.pk, organisation_id=event.organisation_id, event_id=event.pk)
