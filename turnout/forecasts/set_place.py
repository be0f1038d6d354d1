from django.db import transaction

from turnout.events.models import Option
from turnout.forecasts.deciding import OptionPoint
from turnout.forecasts.gazetteer import place_point
from turnout.journal.record import record
from turnout.rules.refusal import Refusal


class UnknownPlace(Refusal):
    """The gazetteer knows no place of that name there."""

    def __init__(self, name: str, country: str) -> None:
        super().__init__(name, country)
        self.name, self.country = name, country


def set_place(option: Option, actor: str, name: str) -> OptionPoint | None:
    """From where distances to the option are counted; by its own name where none is given.

    Raises UnknownPlace.
    """
    country = option.country or option.event.country
    point = place_point(name.strip(), country) if name.strip() else None
    if name.strip() and point is None:
        raise UnknownPlace(name.strip(), country)
    with transaction.atomic():
        found = None
        if point is None:
            OptionPoint.objects.filter(option=option).delete()
        else:
            where = {"name": name.strip(), "latitude": point.latitude, "longitude": point.longitude}
            found, _ = OptionPoint.objects.update_or_create(option=option, defaults=where)
        _note(option, actor)
    return found


def _note(option: Option, actor: str) -> None:
    event = option.event
    record(actor, "place", "option", option.pk, organisation_id=event.organisation_id, event_id=event.pk)
