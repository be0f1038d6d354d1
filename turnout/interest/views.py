"""The public page of an event and its form, where the rush path hands on or is not in front."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from turnout.accounts.guard import public
from turnout.events.models import Event
from turnout.interest import stored_page
from turnout.interest.check_answer import check_answer
from turnout.interest.event_page import Visit, languages_of, with_its_parts
from turnout.interest.preview import draft_for, preview_page, try_form
from turnout.interest.queries import counts_of
from turnout.interest.register import register
from turnout.interest.render_pages import event_html
from turnout.interest.stored_page import Wanted, answer, language_for
from turnout.pages.models import Entrance, Page
from turnout.rules.form import Malformed, Unacceptable, parse
from turnout.rush.origin import is_foreign

MOST_BYTES = 32 * 1024
RETRY_AFTER = "5"
Fields = dict[str, list[str]]


@public
@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    entrance = stored_page.entrance_of(slug)
    if entrance is None:
        return preview_page(request, draft_for(request, slug))
    language = language_for(request, entrance.languages, request.GET.get("lang", ""))
    state = stored_page.state_of(entrance, timezone.now())
    wanted = Wanted("", language, request.GET.get("via", ""), state)
    return answer(request, stored_page.find(entrance, wanted))


@public
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    entrance = stored_page.entrance_of(slug)
    if entrance is None:
        raise Http404
    language = language_for(request, entrance.languages, request.GET.get("lang", ""))
    return answer(request, stored_page.find(entrance, Wanted("thanks", language)))


# It reads no cookie and so needs no token; where it comes from is looked at instead.
@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, slug: str) -> HttpResponse:
    """303 to the thanks, or the page that says what is to be mended."""
    if request.method != "POST":
        # Somebody opened the address of the form, or reloads what followed it.
        return redirect("event", slug)
    entrance = stored_page.entrance_of(slug)
    if entrance is None:
        return try_form(request, draft_for(request, slug), _fields(request))
    if refused := _refused(request, entrance):
        return refused
    return _take(request, entrance, _fields(request))


def _refused(request: HttpRequest, entrance: Entrance) -> HttpResponse | None:
    """Why the form is not even read."""
    language = language_for(request, entrance.languages, "")
    if is_foreign(origin_of(request), {urlsplit(settings.TURNOUT_BASE_URL).netloc}, entrance.embed_hosts):
        return stored_page.refusal(entrance, language, Page.State.FOREIGN, {})
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return stored_page.refusal(entrance, language, Page.State.LARGE, {})
    return None


def origin_of(request: HttpRequest) -> dict[bytes, bytes]:
    names = ("Origin", "Sec-Fetch-Site", "Host")
    return {
        name.lower().encode(): request.headers[name].encode("latin-1", "replace")
        for name in names
        if name in request.headers
    }


def _fields(request: HttpRequest) -> Fields:
    try:
        return parse(request.body)
    except Malformed:
        # What no page sends is as good as nothing: every field is missing.
        return {}


def _take(request: HttpRequest, entrance: Entrance, fields: Fields) -> HttpResponse:
    language = language_for(request, entrance.languages, _last(fields, "lang"))
    state = stored_page.state_of(entrance, timezone.now())
    if state != Page.State.OPEN:
        return stored_page.closed(entrance, language, _last(fields, "via"), state)
    event = with_its_parts(Event.objects.get(pk=entrance.event_id))
    try:
        register(event.pk, check_answer(event, fields), timezone.now())
    except Unacceptable as unacceptable:
        return _shown_again(event, language, fields, 422, problems=unacceptable.problems)
    except OperationalError:
        busy = _shown_again(event, language, fields, 503, busy=True)
        busy["Retry-After"] = RETRY_AFTER
        return busy
    return thanked(event, language)


def thanked(event: Event, language: str) -> HttpResponse:
    # Of several languages the answer's own is named: the browser may prefer another.
    query = "?" + urlencode({"lang": language}) if len(languages_of(event)) > 1 else ""
    return HttpResponse(status=303, headers={"Location": f"/e/{event.slug}/thanks{query}"})


def _shown_again(event: Event, language: str, fields: Fields, status: int, **why: Any) -> HttpResponse:
    """The page with what was typed and why it was not taken."""
    via = _last(fields, "via")
    known = {channel.code for channel in event.channels.all()}
    visit = Visit(language, via if via in known else "", typed=fields, **why)
    with translation.override(language):
        html = event_html(event, visit, counts_of(event.pk))
    return HttpResponse(html, status=status, headers={"Content-Language": language})


def _last(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[-1]
