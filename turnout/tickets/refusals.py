"""Why something asked of a ticket is not done. Facts only: whoever faces the person chooses the words."""

from datetime import datetime

from turnout.rules.refusal import Refusal
from turnout.tickets.models import Ticket


class NoSuchTicket(Refusal):
    """The address is nobody's, or was made anew since."""


class TakenByFriend(Refusal):
    """It was good until somebody else took the ticket."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(ticket.pk)
        self.ticket = ticket


class NotGood(Refusal):
    """The ticket was given back or taken away."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class CutOff(Refusal):
    """Since then tickets stay with whom they are."""

    def __init__(self, at: datetime | None) -> None:
        super().__init__(at)
        self.at = at


class OwnAddress(Refusal):
    """The ticket goes to that address already."""


class OfferedTooOften(Refusal):
    """It was offered to many addresses today."""


class OfferGone(Refusal):
    """Taken, called back, or too old."""
