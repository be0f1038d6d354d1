"""Whose page it is: each address below /my/<public id>/ is for who opened that answer's personal link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from turnout.accounts.guard import public
from turnout.accounts.tells_nobody import tells_nobody
from turnout.fan.own_cookie import has_cookie
from turnout.interest.models import Interest

View = Callable[..., HttpResponseBase]


def own_page(view: View) -> View:
    """For who holds the link: the view gets the Interest, with event and host, and speaks its language.

    Everybody else is told to open the link in their mail, whether or not there is such an answer.
    """

    @public
    @tells_nobody
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, public_id: str, **kwargs: Any) -> HttpResponseBase:
        interest = Interest.objects.select_related("event__organisation").filter(public_id=public_id).first()
        if interest is None or not has_cookie(request, interest):
            return locked(request)
        with translation.override(interest.language):
            answer = view(request, *args, interest=interest, **kwargs)
        answer.headers.setdefault("Content-Language", interest.language)
        return answer

    return guarded


def locked(request: HttpRequest) -> HttpResponse:
    return render(request, "fan/locked.html", status=403)


def link_gone(request: HttpRequest) -> HttpResponse:
    """Unknown, tampered with, or renewed since: all the same to whoever asks."""
    return render(request, "fan/link_gone.html", status=410)
