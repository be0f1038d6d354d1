"""What is said when the program itself cannot answer."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from turnout.design.policy import policy

RETRY_AFTER = "5"


def full_page() -> tuple[bytes, dict[str, str]]:
    """The page for whoever finds too many others waiting, in English; and its headers."""
    with translation.override("en"):
        body = render_to_string("503.html").encode()
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy(),
        "Cache-Control": "no-store",
        "Retry-After": RETRY_AFTER,
    }
    return body, headers


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 where the database does not answer, which passes by itself."""
    if isinstance(sys.exc_info()[1], OperationalError):
        busy = HttpResponse(render_to_string("503.html"), status=503)
        busy["Retry-After"] = RETRY_AFTER
        return busy
    return HttpResponse(render_to_string("500.html"), status=500)
