import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from turnout.accounts.guard import public
from turnout.events.calendar_file import calendar_file
from turnout.events.models import Channel, Event, Stage
from turnout.events.share_card import card_of, png_of


@public
@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponseBase:
    drawn = card_of(*_asked(request, slug))
    unchanged = get_conditional_response(request, etag=drawn.etag)
    return _shared(unchanged or HttpResponse(png_of(drawn), content_type="image/png"), drawn.etag)


@public
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    body = calendar_file(*_asked(request, slug))
    if body is None:
        raise Http404
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=etag) or HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}.ics"'},
    )
    return _shared(answer, etag)


@public
@require_safe
def short_link(request: HttpRequest, code: str) -> HttpResponseBase:
    """To the event's page, telling it the channel; a removed channel's link still leads there."""
    channel = get_object_or_404(
        Channel.objects.select_related("event").exclude(event__stage=Stage.DRAFT), code=code.lower()
    )
    told = "" if channel.retired_at else "?" + urlencode({"via": channel.code})
    return redirect(f"/e/{channel.event.slug}/{told}")


def _asked(request: HttpRequest, slug: str) -> tuple[Event, str]:
    """The public event and the language asked for, where the event has it."""
    event = get_object_or_404(
        Event.objects.select_related("organisation").exclude(stage=Stage.DRAFT), slug=slug
    )
    language = request.GET.get("lang", "")
    return event, language if language in event.languages else event.language


def _shared(answer: HttpResponseBase, etag: str) -> HttpResponseBase:
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
