import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from turnout.events.change import begin_change, end_change
from turnout.events.models import Event, Option
from turnout.events.option_fields import settle

Stood = Mapping[str, Any]


@transaction.atomic
def settle_option(option: Option, actor: str, *, date: dt.date, time: dt.time, venue: str) -> dict[str, Any]:
    """This one it is: with its day, hour and hall, and the others are offered no longer.

    What was said yes to stays with each. Gives how the options stood, for `unsettle_option`.
    Raises Unfit, NoSuchTime.
    """
    event = begin_change(option.event)
    option = event.options.get(pk=option.pk)
    option.event = event
    others = [each.pk for each in event.open_options() if each.pk != option.pk]
    stood = {
        "option": option.pk,
        "date": option.date and option.date.isoformat(),
        "time": option.time and option.time.isoformat(),
        "venue": option.venue,
        "retired_at": option.retired_at and option.retired_at.isoformat(),
        "others": others,
    }
    option.date, option.time, option.venue, option.retired_at = date, time, venue, None
    settle(option)
    option.save()
    event.options.filter(pk__in=others).update(retired_at=timezone.now())
    end_change(event, actor, "settle", "option", option.pk)
    return stood


@transaction.atomic
def unsettle_option(event: Event, actor: str, stood: Stood) -> None:
    """All options are offered again as they stood."""
    event = begin_change(event)
    option = event.options.get(pk=stood["option"])
    option.event = event
    option.date = stood["date"] and dt.date.fromisoformat(stood["date"])
    option.time = stood["time"] and dt.time.fromisoformat(stood["time"])
    option.venue = stood["venue"]
    option.retired_at = stood["retired_at"] and dt.datetime.fromisoformat(stood["retired_at"])
    settle(option)
    option.save()
    event.options.filter(pk__in=stood["others"]).update(retired_at=None)
    end_change(event, actor, "unsettle", "option", option.pk)
