"""What this room holds about a person: how far they have come. What was learned of many names nobody."""

from collections.abc import Sequence
from typing import Any

from turnout.forecasts.models import Progress
from turnout.rules.person import Person

HOLDS = (Progress,)


def held_of(person: Person) -> dict[str, Any]:
    return {
        "steps": [
            {"step": each.step, "heads": each.heads, "at": each.changed_at.isoformat()}
            for each in Progress.objects.filter(pk=person.interest_id)
        ]
    }


def erase(people: Sequence[Person]) -> None:
    Progress.objects.filter(pk__in=[each.interest_id for each in people]).delete()
