"""The public page of an event and its form, where the rush path hands on or is not in front."""

from time import time
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from turnout.accounts.guard import public
from turnout.design.policy import policy
from turnout.events.models import Event
from turnout.interest import stored_page
from turnout.interest.check_answer import check_answer
from turnout.interest.event_page import Visit, languages_of, with_its_parts
from turnout.interest.how_sent import how_sent
from turnout.interest.human_check import human_check
from turnout.interest.preview import draft_for, preview_page, try_form
from turnout.interest.queries import counts_of
from turnout.interest.register import CheckSpent, register
from turnout.interest.render_pages import event_html
from turnout.interest.stored_page import Wanted, answer, language_for
from turnout.pages.models import Entrance, Page
from turnout.rules.form import Malformed, Unacceptable, parse
from turnout.rules.source import channel_for
from turnout.rush.human import CheckNeeded
from turnout.rush.origin import is_foreign

MOST_BYTES = 32 * 1024
RETRY_AFTER = "5"
FRESH = {"Cache-Control": "no-store"}
Fields = dict[str, list[str]]


@public
@require_safe
def event(request: HttpRequest, slug: str, within: str = "") -> HttpResponse:
    entrance = stored_page.entrance_of(slug)
    if entrance is None:
        return preview_page(request, draft_for(request, slug))
    if within and not entrance.embed_hosts:
        return redirect("event", slug)
    language = language_for(request, entrance.languages, request.GET.get("lang", ""))
    state = stored_page.state_of(entrance, timezone.now())
    wanted = Wanted("", language, _via(entrance, request.GET), state, within)
    return answer(request, stored_page.find(entrance, wanted))


def _via(entrance: Entrance, query: QueryDict) -> str:
    """As the rush path reads it."""
    campaign = query.get("utm_source", "").lower()
    return channel_for(query.get("via", ""), campaign, entrance.channels, entrance.sources or {})


@public
@require_safe
def thanks(request: HttpRequest, slug: str, within: str = "") -> HttpResponse:
    entrance = _published(slug)
    if within and not entrance.embed_hosts:
        return redirect("thanks", slug)
    language = language_for(request, entrance.languages, request.GET.get("lang", ""))
    return answer(request, stored_page.find(entrance, Wanted("thanks", language, within=within)))


@public
@require_safe
def opened(request: HttpRequest, slug: str) -> HttpResponse:
    """The form is touched for the first time: what its script sends with the answer."""
    token = human_check().opened(_published(slug).event_id, time())
    return HttpResponse(token, content_type="text/plain; charset=utf-8", headers=FRESH)


@public
@require_safe
def challenge(request: HttpRequest, slug: str) -> HttpResponse:
    """A proof of work for a visitor's script."""
    work = human_check().challenge(_published(slug).event_id, time())
    return HttpResponse(work, content_type="application/json", headers=FRESH)


def _published(slug: str) -> Entrance:
    entrance = stored_page.entrance_of(slug)
    if entrance is None:
        raise Http404
    return entrance


# It reads no cookie and so needs no token; where it comes from is looked at instead.
@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, slug: str, within: str = "") -> HttpResponse:
    """303 to the thanks, or the page that says what is to be mended."""
    if request.method != "POST":
        # Somebody opened the address of the form, or reloads what followed it.
        return redirect("embedded" if within else "event", slug)
    entrance = stored_page.entrance_of(slug)
    if entrance is None:
        return try_form(request, draft_for(request, slug), _fields(request))
    # A frame that was open while the last host was taken away: its visitor still gets an answer.
    within = within if entrance.embed_hosts else ""
    if refused := _refused(request, entrance, within):
        return refused
    return _take(request, entrance, _fields(request), within)


def _refused(request: HttpRequest, entrance: Entrance, within: str) -> HttpResponse | None:
    """Why the form is not even read."""
    language = language_for(request, entrance.languages, "")
    if is_foreign(origin_of(request), {urlsplit(settings.TURNOUT_BASE_URL).netloc}, entrance.embed_hosts):
        return stored_page.refusal(entrance, language, Page.State.FOREIGN, {}, within)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return stored_page.refusal(entrance, language, Page.State.LARGE, {}, within)
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


def _take(request: HttpRequest, entrance: Entrance, fields: Fields, within: str) -> HttpResponse:
    language = language_for(request, entrance.languages, _last(fields, "lang"))
    state = stored_page.state_of(entrance, timezone.now())
    if state != Page.State.OPEN:
        return stored_page.closed(entrance, Wanted("", language, _last(fields, "via"), state, within))
    event = with_its_parts(Event.objects.get(pk=entrance.event_id))
    try:
        answer = check_answer(event, fields)
        sending = how_sent(request, entrance.event_id, fields, always=entrance.checks_everybody)
        register(event.pk, answer, timezone.now(), sending)
    except (CheckNeeded, CheckSpent) as problem:
        is_first = isinstance(problem, CheckNeeded) and not problem.failed
        state = Page.State.CHECK if is_first else Page.State.WRONG
        asked = human_check().question(event.pk, language, time())
        wanted = Wanted("interest", language, state=state, within=within)
        return stored_page.check(entrance, wanted, fields, asked)
    except Unacceptable as unacceptable:
        return _shown_again(event, language, fields, 422, within=within, problems=unacceptable.problems)
    except OperationalError:
        busy = _shown_again(event, language, fields, 503, within=within, busy=True)
        busy["Retry-After"] = RETRY_AFTER
        return busy
    return thanked(event, language, within)


def thanked(event: Event, language: str, within: str = "") -> HttpResponse:
    # Of several languages the answer's own is named: the browser may prefer another.
    query = "?" + urlencode({"lang": language}) if len(languages_of(event)) > 1 else ""
    return HttpResponse(status=303, headers={"Location": f"/e/{event.slug}/{within}thanks{query}"})


def _shown_again(event: Event, language: str, fields: Fields, status: int, **why: Any) -> HttpResponse:
    """The page with what was typed and why it was not taken."""
    via = _last(fields, "via")
    known = {channel.code for channel in event.channels.all()}
    visit = Visit(language, via if via in known else "", typed=fields, **why)
    with translation.override(language):
        html = event_html(event, visit, counts_of(event.pk))
    response = HttpResponse(html, status=status, headers={"Content-Language": language})
    if visit.within:
        response["Content-Security-Policy"] = policy(event.embed_hosts)
        cast(Any, response).xframe_options_exempt = True
    return response


def _last(fields: Fields, name: str) -> str:
    return fields.get(name, [""])[-1]
