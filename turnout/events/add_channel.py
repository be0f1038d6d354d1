from django.db import transaction

from turnout.events.change import begin_change, end_change
from turnout.events.channel_code import save_with_free_code
from turnout.events.fit import among, fit, line
from turnout.events.models import Channel, Event
from turnout.events.refusals import TooMany
from turnout.rules.source import source_of

MOST = 60
CHECKS = {"name": line(80, required=True), "kind": among(lambda: Channel.Kind.values)}


@transaction.atomic
def add_channel(
    event: Event, actor: str, name: str, kind: str = Channel.Kind.OTHER, code: str = "", source: str = ""
) -> Channel:
    """One more place to share the event. Without a `code` it gets one. Raises Unfit, TooMany.

    What comes from its `source`, a campaign or a site, counts as the channel's from now on.
    """
    wanted = fit({"name": name, "kind": kind}, CHECKS) | {"source": source_of(source)}
    event = begin_change(event)
    if len(event.open_channels()) >= MOST:
        raise TooMany(MOST)
    channel = save_with_free_code(Channel(event=event, **wanted), code)
    end_change(event, actor, "add", "channel", channel.pk)
    return channel
