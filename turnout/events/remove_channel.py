from django.db import transaction
from django.utils import timezone

from turnout.events.change import begin_change, end_change
from turnout.events.models import Channel


@transaction.atomic
def remove_channel(channel: Channel, actor: str) -> None:
    """No longer list it. Once the event was published its link still leads there, and its code is
    never given to another event; a draft's channel is deleted."""
    event = begin_change(channel.event)
    if event.was_asked:
        event.channels.filter(pk=channel.pk, retired_at=None).update(retired_at=timezone.now())
    else:
        event.channels.filter(pk=channel.pk).delete()
    end_change(event, actor, "remove", "channel", channel.pk)
