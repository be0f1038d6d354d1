"""Governments change their clocks at short notice; what an option promises is the local time."""

import datetime as dt

from django.db import transaction

from turnout.events.change import begin_change, end_change
from turnout.events.models import Option
from turnout.events.option_fields import starts_at

_looked = False


def due(now: dt.datetime) -> list[int]:
    """Options that start at another instant by the zone database of today.

    Looked for once in a process: it keeps the zone database that it began with.
    """
    global _looked
    if _looked:
        return []
    _looked = True
    return moved_options(now)


def moved_options(now: dt.datetime) -> list[int]:
    recent = now.date() - dt.timedelta(days=2)
    options = Option.objects.select_related("event").filter(date__gte=recent)
    return [option.pk for option in options if _start(option) != option.starts_at]


@transaction.atomic
def recompute_start(option_id: int, now: dt.datetime) -> None:
    option = Option.objects.select_related("event").get(pk=option_id)
    event = begin_change(option.event)
    old = option.starts_at
    option.starts_at = _start(option)
    option.save(update_fields=["starts_at"])
    end_change(event, "system", "move", "option", option.pk, old={"starts_at": old})


def _start(option: Option) -> dt.datetime | None:
    return starts_at(option, option.time_zone or option.event.time_zone)
