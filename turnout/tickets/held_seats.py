from django.db.models import BooleanField, ExpressionWrapper, Q

from turnout.tickets.models import Seats

# Groups first, everybody's last.
_EVERYBODYS = ExpressionWrapper(Q(quota=""), output_field=BooleanField())


def held_seats(event_id: int) -> list[Seats]:
    """All of an event, which nobody else changes until the caller's transaction ends.

    In the one order in which all take them: two must not wait for each other in a ring.
    """
    rows = Seats.objects.filter(event=event_id).select_for_update()
    return list(rows.order_by(_EVERYBODYS, "pk"))
