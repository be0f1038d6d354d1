"""oEmbed: how other sites' programs show a link to an event (https://oembed.com)."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from turnout.accounts.guard import public
from turnout.events.models import Channel, Event, Stage
from turnout.events.share_card import SIZE
from turnout.interest.embed_code import HEIGHT, frame_address

WIDTH = 640
_PAGE = re.compile(r"/e/([-\w]+)/(?:embed/)?", re.ASCII)
_SHORT = re.compile(r"/c/([-\w]+)", re.ASCII)


@public
@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """JSON alone: 501 for what the standard also knows, 404 for an address that is no public event's."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only format=json is offered.\n", status=501, content_type="text/plain")
    event, query = _asked(request.GET.get("url", ""))
    wide, high = (_most(request.GET.get(name, "")) for name in ("maxwidth", "maxheight"))
    facts = _facts(event, query.get("lang", ""), wide, high)
    if event.embed_hosts:
        facts |= _frame(event, facts["title"], query, min(WIDTH, wide or WIDTH), min(HEIGHT, high or HEIGHT))
    # Scripts of any site may read what is public anyway.
    return JsonResponse(facts, headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "max-age=300"})


def _asked(url: str) -> tuple[Event, dict[str, str]]:
    """The public event that the address leads to, with the language and channel that it names."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Http404 from None
    if parts.netloc != urlsplit(settings.TURNOUT_BASE_URL).netloc:
        raise Http404
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


def _facts(event: Event, language: str, wide: int | None, high: int | None) -> dict[str, Any]:
    """A link with its title and, where it fits, its picture."""
    facts: dict[str, Any] = {
        "version": "1.0",
        "type": "link",
        "title": event.in_language("title", language),
        "author_name": event.organisation.name,
        "provider_name": "Turnout",
        "provider_url": settings.TURNOUT_BASE_URL + "/",
        "cache_age": 300,
    }
    if event.organisation.website:
        facts["author_url"] = event.organisation.website
    if (wide or SIZE[0]) >= SIZE[0] and (high or SIZE[1]) >= SIZE[1]:
        card = f"{settings.TURNOUT_BASE_URL}/e/{event.slug}/card.png"
        facts |= {"thumbnail_url": card, "thumbnail_width": SIZE[0], "thumbnail_height": SIZE[1]}
    return facts


def _frame(event: Event, title: str, query: dict[str, str], width: int, height: int) -> dict[str, Any]:
    frame = format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" style="border:0" loading="lazy"></iframe>',
        frame_address(event, **query),
        title,
        width,
        height,
    )
    return {"type": "rich", "html": frame, "width": width, "height": height}
