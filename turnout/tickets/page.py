"""A page about a ticket, under its host's name and colour."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from turnout.events.models import Event
from turnout.interest.host_page import host_page


def framed(
    request: HttpRequest,
    template: str,
    event: Event | None,
    language: str,
    *,
    status: int = 200,
    **facts: Any,
) -> HttpResponse:
    """In that language; without an event where nobody knows any more whose page it was."""
    host = event.organisation if event else None
    title = event.in_language("title", language) if event else ""
    return host_page(request, template, host, language, status=status, event=event, title=title, **facts)
