"""Addresses that are secrets, and pages about one person."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def tells_nobody(view: View, referrer: str = "same-origin") -> View:
    """No cache keeps the answer, no search engine, no log its address, and no other host hears of it."""

    @wraps(view)
    def quiet(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex"
        # With "no-referrer" a browser sends `Origin: null` with a form, which CSRF protection refuses: that
        # is for views whose forms need no token, or that lead on at once.
        answer.headers.setdefault("Referrer-Policy", referrer)
        # Django would log the address of every refusal, and with it the secret.
        answer._has_been_logged = True  # type: ignore[attr-defined]
        return answer

    return quiet
