from datetime import datetime, timedelta

from turnout.interest.lifetime import ALIVE
from turnout.tickets.models import Ticket
from turnout.tickets.occasion import decision_of
from turnout.tickets.refusals import CutOff, NotGood


def cut_off(ticket: Ticket) -> datetime | None:
    """Until then names may change and the ticket may be passed on; None while nothing is decided."""
    decided = decision_of(ticket.event)
    return decided.doors_at - timedelta(hours=decided.cut_off_hours) if decided else None


def refuse_if_settled(ticket: Ticket, now: datetime) -> None:
    """Raises NotGood, CutOff."""
    if not ticket.is_good:
        raise NotGood(ticket.revoked_why)
    until = cut_off(ticket)
    if ticket.event.stage not in ALIVE or (until and now >= until):
        raise CutOff(until)
