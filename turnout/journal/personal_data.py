"""What the journal holds about a person: the values that stood in an answer before it was changed."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from turnout.journal.models import Entry, OldValue
from turnout.rules.person import Person

HOLDS = (OldValue,)
NOUN = "interest"


def held_of(person: Person) -> list[dict[str, Any]]:
    """What was done with the answer, the first first."""
    entries = Entry.objects.filter(noun=NOUN, noun_id=person.interest_id).select_related("old").order_by("pk")
    return [
        {
            "at": entry.at.isoformat(),
            "done": entry.verb,
            "by": _who(entry.actor),
            "fields": entry.fields,
            "before": old.values if (old := getattr(entry, "old", None)) else {},
        }
        for entry in entries
    ]


def erase(people: Sequence[Person]) -> None:
    """That something was done stays, by ids and the names of fields; what stood there goes."""
    _old_values(people).update(values={})


def noted(interest_ids: Sequence[int], field: str) -> dict[int, set[str]]:
    """The values of that field which were noted of answers, by the answer's id."""
    found: dict[int, set[str]] = {}
    entries = Entry.objects.filter(noun=NOUN, noun_id__in=interest_ids, old__values__has_key=field)
    for interest_id, value in entries.values_list("noun_id", f"old__values__{field}"):
        found.setdefault(interest_id or 0, set()).add(str(value))
    return found


def _old_values(people: Sequence[Person]) -> QuerySet[OldValue]:
    return OldValue.objects.filter(entry__noun=NOUN, entry__noun_id__in=[each.interest_id for each in people])


def _who(actor: str) -> str:
    """A member's number says nothing to the person, and who it was is the organisation's affair."""
    return "organiser" if actor.startswith("user:") else actor
