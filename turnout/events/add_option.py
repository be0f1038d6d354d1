from typing import Unpack

from django.db import transaction
from django.db.models import Max

from turnout.events.change import begin_change, end_change
from turnout.events.fit import fit
from turnout.events.models import Event, Option
from turnout.events.option_fields import CHECKS, MOST, OptionFields, settle
from turnout.events.refusals import TooMany


@transaction.atomic
def add_option(event: Event, actor: str, **given: Unpack[OptionFields]) -> Option:
    """One more place, date or both, at the end. Raises Unfit, NoSuchTime, TooMany."""
    wanted = fit(given, CHECKS)
    event = begin_change(event)
    if len(event.open_options()) >= MOST:
        raise TooMany(MOST)
    last = event.options.aggregate(last=Max("position"))["last"]
    option = Option(event=event, position=0 if last is None else last + 1, **wanted)
    settle(option)
    option.save()
    end_change(event, actor, "add", "option", option.pk)
    return option
