"""Who of an event's people was at an earlier one of the same host, as far as it is known."""

from django.db.models import QuerySet

from turnout.events.models import Event
from turnout.forecasts.models import Progress, Step
from turnout.interest.models import Interest


def been_before(event: Event) -> set[int]:
    """Their answers here: by the address, which is all that two answers have in common."""
    found = Interest.objects.filter(event=event, email_key__in=_came(event).values("interest__email_key"))
    return set(found.values_list("pk", flat=True))


def is_known(event: Event) -> bool:
    """Whether it was noted of anybody."""
    return _came(event).exists()


def _came(event: Event) -> QuerySet[Progress]:
    """Noted at the door. A party of which nobody came in has no heads."""
    others = Event.objects.filter(organisation=event.organisation_id).exclude(pk=event.pk)
    return Progress.objects.filter(event__in=others, step=Step.ADMITTED).exclude(heads=0)
