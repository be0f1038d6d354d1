"""Who has been to the organisation's earlier events, or had a seat there and stayed away."""

from django.db.models import F

from turnout.events.models import Event, Stage
from turnout.forecasts.models import Progress, Step
from turnout.interest.models import Interest

_HAD_A_SEAT = (Step.CLAIMED, Step.PAID, Step.RECONFIRMED)


def been_before(event: Event) -> dict[int, tuple[int, int]]:
    """Of those who are remembered: interest → how many events they came to, and how many they missed.

    Known as long as the answers to those events are kept, and not longer.
    """
    past = Event.objects.filter(organisation=event.organisation_id, stage=Stage.PAST).exclude(pk=event.pk)
    came: dict[str, list[int]] = {}
    steps = Progress.objects.filter(event__in=past, step__in=[Step.ADMITTED, *_HAD_A_SEAT])
    for key, step in steps.values_list(F("interest__email_key"), "step"):
        came.setdefault(key, [0, 0])[step != Step.ADMITTED] += 1
    if not came:
        return {}
    mine = Interest.objects.filter(event=event).values_list("pk", "email_key")
    return {pk: (min(came[key][0], 9), min(came[key][1], 9)) for pk, key in mine if key in came}
