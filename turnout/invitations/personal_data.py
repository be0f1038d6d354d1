"""What this room holds about a person: that they were invited, and what they answered."""

from collections.abc import Sequence
from typing import Any

from turnout.invitations.models import Invitation
from turnout.rules.person import Person

HOLDS = (Invitation,)
_TOLD = ("state", "party", "sent_at", "reply_by", "answered_at", "reminded_at", "asked_at", "reconfirmed_at")


def held_of(person: Person) -> list[dict[str, Any]]:
    found = Invitation.objects.filter(interest_id=person.interest_id).order_by("pk")
    return [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
        for row in found.values(*_TOLD)
    ]


def erase(people: Sequence[Person]) -> None:
    """Of what was offered nothing stays; seats that were taken are given back by the rooms after this one."""
    Invitation.objects.filter(interest_id__in=[each.interest_id for each in people]).delete()
