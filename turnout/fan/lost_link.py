"""`/lost-link/`: whoever has lost the mail has another one sent. It tells nobody who has answered."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from turnout.accounts.guard import public
from turnout.accounts.tells_nobody import tells_nobody
from turnout.interest.ask_for_link import ask_for_link
from turnout.interest.views import origin_of
from turnout.rules.email_address import NotAnAddress
from turnout.rush.address import Visitors
from turnout.rush.limits import Limits
from turnout.rush.origin import is_foreign

# Of one network and process: enough for a family that shares one, and for somebody who mistypes.
PER_MINUTE = 20
limits = Limits(PER_MINUTE)
_visitors = Visitors(())


# It reads no cookie and so needs no token; where it comes from is looked at instead.
@public
@csrf_exempt
@tells_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """The same bytes for every address, after the same work."""
    if request.method != "POST":
        return _form(request)
    if is_foreign(origin_of(request), {urlsplit(settings.TURNOUT_BASE_URL).netloc}, ()):
        raise PermissionDenied
    if not _admitted(request):
        return render(request, "429.html", status=429)
    typed = request.POST.get("email", "")
    try:
        ask_for_link(typed, timezone.now())
    except NotAnAddress:
        problem = _("Enter an e-mail address such as name@example.com.")
        return _form(request, 422, typed=typed, problem=problem)
    return redirect("link-sent")


@public
@tells_nobody
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "fan/link_sent.html")


def _form(request: HttpRequest, status: int = 200, **more: str) -> HttpResponse:
    facts = {"sends_mail": settings.MAIL is not None, **more}
    return render(request, "fan/lost_link.html", facts, status=status)


def _admitted(request: HttpRequest) -> bool:
    visitor = _visitors.peer({"client": (request.META.get("REMOTE_ADDR", ""), 0)})
    # As with answers: this machine itself may be a proxy that nobody named, and stand for everybody.
    if visitor is None or visitor.is_loopback:
        return True
    return limits.admits(visitor.key, timezone.now().timestamp())
