"""A page under an organisation's name and colour, for somebody who comes by a link of theirs alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from turnout.accounts.accent_sheet import accent_sheet
from turnout.accounts.models import Organisation
from turnout.interest.shown_pictures import smallest


def host_page(
    request: HttpRequest,
    template: str,
    host: Organisation | None,
    language: str,
    *,
    status: int = 200,
    **facts: Any,
) -> HttpResponse:
    """In that language; without a host where nobody knows any more whose page it was."""
    context = {
        **facts,
        "host": host,
        "accent_sheet": accent_sheet(host.accent) if host else "",
        "logo": smallest(host.logo) if host else None,
    }
    with translation.override(language):
        answer = render(request, template, context, status=status)
    answer["Content-Language"] = language
    return answer
