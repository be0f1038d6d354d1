"""What this room holds about a person: that they were invited, and what they answered."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from turnout.invitations.models import Entrant, Friend, FriendGroup, Invitation
from turnout.rules.person import Person

HOLDS = (Invitation, Entrant, Friend)
_TOLD = ("state", "party", "sent_at", "reply_by", "answered_at", "reminded_at", "asked_at", "reconfirmed_at")
_DRAWN = ("code", "party", "rank", "has_place")


def held_of(person: Person) -> dict[str, Any]:
    mine = Q(interest_id=person.interest_id)
    friend = Friend.objects.filter(mine).select_related("group").first()
    return {
        "invitations": [_plain(row) for row in Invitation.objects.filter(mine).order_by("pk").values(*_TOLD)],
        "draws": [_plain(row) for row in Entrant.objects.filter(mine).order_by("pk").values(*_DRAWN)],
        "friends": {"code": friend.group.code, "joined": friend.joined_at.isoformat()} if friend else None,
    }


def erase(people: Sequence[Person]) -> None:
    """Of what was offered nothing stays; seats that were taken are given back by the rooms after this one.

    A draw's entry stays, as a code that says nothing of anybody: the draw was committed to with it.
    """
    mine = [each.interest_id for each in people]
    Invitation.objects.filter(interest_id__in=mine).delete()
    Entrant.objects.filter(interest_id__in=mine).update(interest=None)
    groups = list(Friend.objects.filter(pk__in=mine).values_list("group_id", flat=True))
    Friend.objects.filter(pk__in=mine).delete()
    FriendGroup.objects.filter(pk__in=groups, friends=None).delete()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
