from typing import Unpack

from django.db import transaction
from django.utils import timezone

from turnout.events.change import begin_change, end_change
from turnout.events.fit import fit
from turnout.events.models import Option
from turnout.events.option_fields import CHECKS, OptionFields, settle

# What a fan says yes to. Hall and minute may still move; another town or day is another question.
PROMISED = {"place", "country", "date"}


@transaction.atomic
def edit_option(
    option: Option, actor: str, *, spelling_only: bool = False, **given: Unpack[OptionFields]
) -> Option:
    """Change the option and give the one that stands then. Raises Unfit, NoSuchTime.

    Once the event was published, another place or date makes another option in its stead, and the
    old one is retired with its answers: nobody is taken to have said yes to what they never saw.
    `spelling_only` says that the place is the same one, better written.
    """
    wanted = fit(given, CHECKS)
    event = begin_change(option.event)
    option = event.options.get(pk=option.pk)
    option.event = event
    old = {name: getattr(option, name) for name, value in wanted.items() if getattr(option, name) != value}
    if not old:
        return option
    for name in old:
        setattr(option, name, wanted[name])
    settle(option)
    another = set(old) & (PROMISED - ({"place"} if spelling_only else set()))
    if event.was_asked and another and option.retired_at is None:
        option = _another(option)
    else:
        option.save()
    end_change(event, actor, "change", "option", option.pk, old=old)
    return option


def _another(option: Option) -> Option:
    Option.objects.filter(pk=option.pk).update(retired_at=timezone.now())
    option.pk, option.retired_at = None, None
    option._state.adding = True
    option.save()
    return option
