from django.db import transaction
from django.utils import timezone

from turnout.events.change import begin_change, end_change
from turnout.events.models import Option
from turnout.events.refusals import LastOption


@transaction.atomic
def retire_option(option: Option, actor: str) -> None:
    """No longer offer it. What was ever published is kept with its answers, a draft's is deleted.

    Raises LastOption where a published event would have none left.
    """
    event = begin_change(option.event)
    left = [each for each in event.open_options() if each.pk != option.pk]
    if event.is_public and not left:
        raise LastOption
    if event.was_asked:
        event.options.filter(pk=option.pk, retired_at=None).update(retired_at=timezone.now())
    else:
        event.options.filter(pk=option.pk).delete()
    end_change(event, actor, "retire", "option", option.pk)
