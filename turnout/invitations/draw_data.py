"""What this room holds about a person's draws: their entries, and the friends they want to come with."""

from collections.abc import Sequence
from typing import Any

from turnout.invitations.models import Entrant, Friend, FriendGroup
from turnout.rules.person import Person

HOLDS = (Entrant, Friend)


def held_of(person: Person) -> dict[str, Any]:
    mine = Entrant.objects.filter(interest_id=person.interest_id).order_by("pk")
    friend = Friend.objects.filter(pk=person.interest_id).select_related("group").first()
    return {
        "entries": list(mine.values("code", "party", "rank", "has_place")),
        "friends": [{"code": friend.group.code, "joined": friend.joined_at.isoformat()}] if friend else [],
    }


def erase(people: Sequence[Person]) -> None:
    """An entry stays, as a code that says nothing of anybody: the draw was committed to with it."""
    mine = [each.interest_id for each in people]
    Entrant.objects.filter(interest_id__in=mine).update(interest=None)
    groups = list(Friend.objects.filter(pk__in=mine).values_list("group_id", flat=True))
    Friend.objects.filter(pk__in=mine).delete()
    FriendGroup.objects.filter(pk__in=groups, friends=None).delete()
