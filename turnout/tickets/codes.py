"""The codes of stored tickets: signed when they are shown."""

from collections.abc import Sequence

from turnout.rules.ticket_code import Listed, code_of
from turnout.tickets.keys import private_key, signing_key
from turnout.tickets.models import Ticket


def code_for(ticket: Ticket) -> str:
    (code,) = codes_for([ticket])
    return code


def codes_for(tickets: Sequence[Ticket]) -> list[str]:
    """Of tickets of one event."""
    key = private_key(signing_key(tickets[0].event_id))
    return [code_of(key, bytes.fromhex(each.serial), each.generation) for each in tickets]


def listed(event_id: int) -> dict[bytes, Listed]:
    """The event's list, by serial: what rules.ticket_code.admissible asks."""
    rows = Ticket.objects.filter(event=event_id).values_list("serial", "generation", "revoked_why")
    return {bytes.fromhex(serial): Listed(generation, why) for serial, generation, why in rows.iterator()}
