"""What programs ask every site for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from turnout.accounts.guard import public

ROBOTS = """User-agent: *
Disallow: /desk/
Disallow: /account/
"""


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("design/icon.svg"), permanent=True)
