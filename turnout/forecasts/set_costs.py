from decimal import Decimal

from django.db import transaction

from turnout.events.models import Event
from turnout.forecasts.deciding import HallCosts
from turnout.journal.record import record


@transaction.atomic
def set_costs(event: Event, actor: str, empty: Decimal, away: Decimal, risk: int, currency: str) -> HallCosts:
    """What halls are compared by from now on."""
    given = {"empty": empty, "away": away, "risk": risk, "currency": currency}
    costs, _ = HallCosts.objects.update_or_create(event=event, defaults=given)
    record(actor, "set", "costs", None, organisation_id=event.organisation_id, event_id=event.pk)
    return costs
