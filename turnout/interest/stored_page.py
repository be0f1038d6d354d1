"""Stored pages, answered by Django where the rush path is not in front of it."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from turnout.pages.models import Entrance, Page
from turnout.rush import negotiate
from turnout.rush.page import KEPT, QUESTION, lets_frames_in
from turnout.rush.refusal import STATUS, Asked, kept, token


@dataclass(frozen=True)
class Wanted:
    """Which of an event's pages: its part of the address, language, channel and state; and below what."""

    part: str
    language: str
    via: str = ""
    state: str = Page.State.OPEN
    within: str = ""


def entrance_of(slug: str) -> Entrance | None:
    return Entrance.objects.filter(slug=slug).first()


def language_for(request: HttpRequest, languages: list[str], asked: str) -> str:
    """The one that was asked for, else the browser's best; the first is the event's own."""
    if asked in languages:
        return asked
    accepted = request.headers.get("Accept-Language", "").encode("latin-1", "replace")
    return negotiate.language(accepted, tuple(languages))


def state_of(entrance: Entrance, now: datetime) -> str:
    """As the rush path decides it."""
    if not entrance.accepting or (entrance.closes_at and now >= entrance.closes_at):
        return Page.State.AFTER
    return Page.State.BEFORE if entrance.opens_at and now < entrance.opens_at else Page.State.OPEN


def find(entrance: Entrance, wanted: Wanted) -> Page:
    """The page for that visitor; an unknown channel gets the plain one."""
    pages = Page.objects.filter(
        event_id=entrance.event_id,
        path=f"/e/{entrance.slug}/{wanted.within}{wanted.part}",
        language=wanted.language,
        state=wanted.state,
        via__in=["", wanted.via],
    )
    return pages.order_by("-via")[0]


def answer(request: HttpRequest, page: Page) -> HttpResponse:
    response = _response(page, bytes(page.body), 200)
    response["ETag"], response["Cache-Control"] = page.etag, "no-cache"
    return get_conditional_response(request, etag=page.etag, response=response) or response


def refusal(
    entrance: Entrance, language: str, state: str, fields: dict[str, list[str]], within: str = ""
) -> HttpResponse:
    """The page for a form that cannot be taken just now, with what was typed kept in it."""
    page = find(entrance, Wanted("interest", language, state=state, within=within))
    return _response(page, bytes(page.body).replace(KEPT, kept(fields), 1), STATUS[state])


def check(entrance: Entrance, wanted: Wanted, fields: dict[str, list[str]], asked: Asked) -> HttpResponse:
    """The page that asks for a check, as the rush path answers it."""
    page = find(entrance, wanted)
    body = bytes(page.body).replace(QUESTION, escape(asked[0]).encode(), 1)
    response = _response(page, body.replace(KEPT, kept(fields) + token(asked), 1), STATUS[wanted.state])
    response["Cache-Control"] = "no-store"
    return response


def closed(entrance: Entrance, wanted: Wanted) -> HttpResponse:
    page = find(entrance, wanted)
    return _response(page, bytes(page.body), 409)


def _response(page: Page, body: bytes, status: int) -> HttpResponse:
    response = HttpResponse(body, content_type=page.content_type, status=status)
    response["Content-Security-Policy"] = page.policy
    response["Content-Language"] = page.language
    cast(Any, response).xframe_options_exempt = lets_frames_in(page.policy)
    patch_vary_headers(response, ["Accept-Language"])
    return response
