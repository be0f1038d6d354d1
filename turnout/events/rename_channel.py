from django.db import transaction

from turnout.events.add_channel import CHECKS
from turnout.events.change import begin_change, end_change
from turnout.events.fit import fit
from turnout.events.models import Channel


@transaction.atomic
def rename_channel(channel: Channel, actor: str, name: str, kind: str) -> Channel:
    """Its code stays: the link is out in the world. Raises Unfit."""
    wanted = fit({"name": name, "kind": kind}, CHECKS)
    event = begin_change(channel.event)
    channel = event.channels.get(pk=channel.pk)
    old = {
        field: getattr(channel, field) for field, value in wanted.items() if getattr(channel, field) != value
    }
    for field in old:
        setattr(channel, field, wanted[field])
    channel.save()
    if old:
        end_change(event, actor, "change", "channel", channel.pk, old=old)
    return channel
