"""What other sites' programs are told of a link to an event (https://oembed.com)."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.conf import settings
from django.http import Http404
from django.utils.html import format_html

from turnout.accounts.models import Organisation
from turnout.events.models import Channel, Event, Stage
from turnout.events.share_card import SIZE
from turnout.interest.embed_code import HEIGHT, frame_address

WIDTH = 640
_PAGE = re.compile(r"/e/([-\w]+)/(?:embed/)?", re.ASCII)
_SHORT = re.compile(r"/c/([-\w]+)", re.ASCII)


class Room(NamedTuple):
    """The most that the other page has for it; None where it does not say."""

    wide: int | None
    high: int | None


def room_of(query: Mapping[str, str]) -> Room:
    return Room(*(_most(query.get(name, "")) for name in ("maxwidth", "maxheight")))


def own_address(url: str) -> SplitResult:
    """Raises Http404 where it is another site's, or none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Http404 from None
    if parts.netloc != urlsplit(settings.TURNOUT_BASE_URL).netloc:
        raise Http404
    return parts


def event_facts(parts: SplitResult, room: Room) -> dict[str, Any]:
    """Raises Http404 for an address that is no public event's."""
    event, query = _asked(parts)
    title = event.in_language("title", query.get("lang", ""))
    card = f"{settings.TURNOUT_BASE_URL}/e/{event.slug}/card.png"
    facts = link_facts(title, event.organisation, card, room)
    if event.embed_hosts:
        facts |= _frame(event, title, query, min(WIDTH, room.wide or WIDTH), min(HEIGHT, room.high or HEIGHT))
    return facts


def link_facts(title: str, host: Organisation, card: str, room: Room) -> dict[str, Any]:
    """A link with its title and, where it fits, its picture."""
    facts: dict[str, Any] = {
        "version": "1.0",
        "type": "link",
        "title": title,
        "author_name": host.name,
        "provider_name": "Turnout",
        "provider_url": settings.TURNOUT_BASE_URL + "/",
        "cache_age": 300,
    }
    if host.website:
        facts["author_url"] = host.website
    if (room.wide or SIZE[0]) >= SIZE[0] and (room.high or SIZE[1]) >= SIZE[1]:
        facts |= {"thumbnail_url": card, "thumbnail_width": SIZE[0], "thumbnail_height": SIZE[1]}
    return facts


def _asked(parts: SplitResult) -> tuple[Event, dict[str, str]]:
    """The public event that the address leads to, with the language and channel that it names."""
    if short := _SHORT.fullmatch(parts.path):
        channel = Channel.objects.filter(code=short[1].lower(), retired_at=None).first()
        return _public(pk=channel.event_id if channel else None), {"via": short[1].lower()}
    page = _PAGE.fullmatch(parts.path)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items() if name in {"lang", "via"}}
    return _public(slug=page[1] if page else None), query


def _public(**wanted: Any) -> Event:
    event = Event.objects.select_related("organisation").exclude(stage=Stage.DRAFT).filter(**wanted).first()
    if event is None:
        raise Http404
    return event


def _most(given: str) -> int | None:
    return max(int(given), 1) if given.isascii() and given.isdigit() and len(given) < 6 else None


def _frame(event: Event, title: str, query: dict[str, str], width: int, height: int) -> dict[str, Any]:
    frame = format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" style="border:0" loading="lazy"></iframe>',
        frame_address(event, **query),
        title,
        width,
        height,
    )
    return {"type": "rich", "html": frame, "width": width, "height": height}
