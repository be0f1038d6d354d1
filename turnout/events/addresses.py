"""The public addresses of an event, as they stand on paper and in calendars."""

from django.conf import settings

from turnout.events.models import Channel, Event


def page_address(event: Event) -> str:
    return f"{settings.TURNOUT_BASE_URL}/e/{event.slug}/"


def short_address(channel: Channel) -> str:
    return f"{settings.TURNOUT_BASE_URL}/c/{channel.code}"
