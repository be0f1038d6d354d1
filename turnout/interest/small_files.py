"""What programs ask every site for."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from turnout.accounts.guard import public

ROBOTS = """User-agent: *
Disallow: /desk/
Disallow: /account/

Sitemap: {base}/sitemap.xml
Sitemap: {base}/news/sitemap.xml
"""


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    text = ROBOTS.format(base=settings.TURNOUT_BASE_URL)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public
@require_safe
def embed_script(request: HttpRequest) -> HttpResponseBase:
    """What a page with the form in a frame may include; its address stays, because others write it down."""
    body = _embed_script()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        body, content_type="text/javascript; charset=utf-8"
    )
    response.headers["ETag"], response.headers["Cache-Control"] = etag, "public, max-age=3600"
    return response


@cache
def _embed_script() -> bytes:
    return Path(str(finders.find("built/embed.js"))).read_bytes()


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("design/icon.svg"), permanent=True)
