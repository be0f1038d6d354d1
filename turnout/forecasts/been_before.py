"""Who has been to the organisation's earlier events, or had a seat there and stayed away."""

from collections.abc import Iterator

from django.db.models import F

from turnout.events.models import Event, Stage
from turnout.forecasts.models import Progress, Step
from turnout.interest.models import Interest

# One question for so many addresses.
_AT_ONCE = 5_000
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
    found: dict[int, tuple[int, int]] = {}
    for keys in _parts(list(came)):
        mine = Interest.objects.filter(event=event, email_key__in=keys).values_list("pk", "email_key")
        found |= {pk: (min(came[key][0], 9), min(came[key][1], 9)) for pk, key in mine}
    return found


def _parts(keys: list[str]) -> Iterator[list[str]]:
    for begin in range(0, len(keys), _AT_ONCE):
        yield keys[begin : begin + _AT_ONCE]
