"""`/news/by-mail/`: an organisation's posts by mail. It tells nobody which addresses get them."""

from collections.abc import Mapping
from time import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from turnout.accounts.guard import public
from turnout.accounts.models import Organisation
from turnout.accounts.tells_nobody import tells_nobody
from turnout.interest.host_page import host_page
from turnout.interest.human_check import human_check
from turnout.interest.views import origin_of
from turnout.newsroom.ask_for_news import ask_for_news
from turnout.newsroom.by_mail_form import CADENCES, by_mail_form, cadence_of, hosts_with_news
from turnout.newsroom.change_reader import change_reader, confirm_reader, leave
from turnout.newsroom.models import Reader
from turnout.newsroom.reader_link import reader_of
from turnout.newsroom.reader_refusals import ReaderGone
from turnout.rules import signs
from turnout.rules.email_address import NotAnAddress
from turnout.rush.address import Visitor, Visitors
from turnout.rush.human import CheckNeeded, Sender, Sending, is_bare
from turnout.rush.limits import Limits
from turnout.rush.origin import is_foreign

# Of one network and process: enough for an office that shares one, and for somebody who mistypes.
PER_MINUTE = 20
limits = Limits(PER_MINUTE)
# The human check counts for each event; this form has a place of its own, which no event has.
FORM = 0
_FIELDS = ("email", "cadence", "host", "lang")
_visitors = Visitors(())


# It reads no cookie and so needs no token; where it comes from is looked at instead.
@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest) -> HttpResponse:
    """The same bytes for every address, after the same work."""
    if request.method != "POST":
        typed = {"host": request.GET.get("host", "")}
        return _form(request, _language(request.GET.get("lang", "")), typed=typed)
    if is_foreign(origin_of(request), {urlsplit(settings.TURNOUT_BASE_URL).netloc}, ()):
        raise PermissionDenied
    visitor = _visitors.peer({"client": (request.META.get("REMOTE_ADDR", ""), 0)})
    if not _is_admitted(visitor):
        return render(request, "429.html", status=429)
    return _take(request, visitor)


@public
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return host_page(request, "newsroom/by_mail_sent.html", None, _language(request.GET.get("lang", "")))


def _take(request: HttpRequest, visitor: Visitor | None) -> HttpResponse:
    typed = {name: request.POST.get(name, "")[:300] for name in _FIELDS}
    language = _language(typed["lang"])
    hosts = hosts_with_news()
    host = next((each for each in hosts if each.slug == typed["host"]), None)
    if host is None:
        problem = ("to-by-mail-host", _("Choose whose news you want."))
        return _form(request, language, 422, typed=typed, problem=problem, hosts=hosts)
    try:
        sending = _looked_at(request, visitor)
        if signs.FILLED not in sending.signs.split():
            ask_for_news(
                host, typed["email"], cadence_of(typed["cadence"]), language, sending, timezone.now()
            )
    except CheckNeeded as problem_of_check:
        return _question(request, language, typed, hosts, failed=problem_of_check.failed)
    except NotAnAddress:
        problem = ("to-by-mail", _("Enter an e-mail address such as name@example.com."))
        return _form(request, language, 422, typed=typed, problem=problem, hosts=hosts)
    return HttpResponse(
        status=303, headers={"Location": f"/news/by-mail/sent/?{urlencode({'lang': language})}"}
    )


def _looked_at(request: HttpRequest, visitor: Visitor | None) -> Sending:
    """Raises CheckNeeded."""
    telling = ("Accept-Language", "Origin", "Sec-Fetch-Site")
    headers = {name.lower().encode(): b"" for name in telling if name in request.headers}
    key = visitor.key if visitor else ""
    is_limited = visitor is not None and not visitor.is_loopback
    fields = {name: request.POST.getlist(name) for name in request.POST}
    return human_check().look(FORM, fields, Sender(key, is_bare(headers), is_limited), time(), always=False)


def _question(
    request: HttpRequest, language: str, typed: Mapping[str, str], hosts: list[Organisation], *, failed: bool
) -> HttpResponse:
    """What was typed is kept; one small sum first."""
    words, token = human_check().question(FORM, language, time())
    problem = ("to-by-mail-sum", _("The answer was not right, or it was too old.")) if failed else None
    return _form(
        request,
        language,
        422,
        typed=typed,
        problem=problem,
        hosts=hosts,
        question=words,
        question_token=token,
    )


def _form(
    request: HttpRequest,
    language: str,
    status: int = 200,
    hosts: list[Organisation] | None = None,
    **facts: Any,
) -> HttpResponse:
    hosts = hosts_with_news() if hosts is None else hosts
    typed = facts.get("typed") or {}
    facts = {
        "problem": None,
        **facts,
        "by_mail": by_mail_form(hosts, language, typed),
        "sends_mail": settings.MAIL is not None,
    }
    return host_page(request, "newsroom/by_mail.html", None, language, status=status, **facts)


# A mail program posts without a cookie and cannot know a token of the page (RFC 8058): the link is the key.
@public
@csrf_exempt
@tells_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def reader(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: mail scanners open links."""
    try:
        found = reader_of(token)
    except ReaderGone:
        return host_page(request, "newsroom/reader_gone.html", None, _language(""), status=404)
    if request.method == "POST":
        _do(found, request)
    language = _language(found.language)
    facts: dict[str, Any] = {
        "reader": found,
        "saved": request.method == "POST" and request.POST.get("do") == "change",
        "cadences": [(value, label, value == found.cadence) for value, label in CADENCES],
        "languages": [(code, name, code == language) for code, name in settings.LANGUAGES],
    }
    return host_page(request, "newsroom/reader.html", found.organisation, language, **facts)


def _do(found: Reader, request: HttpRequest) -> None:
    """Whatever a mail program says with its one click, it says stop."""
    what = request.POST.get("do", "leave")
    if what == "confirm":
        confirm_reader(found, timezone.now())
    elif what == "change":
        change_reader(
            found, cadence_of(request.POST.get("cadence", "")), _language(request.POST.get("language", ""))
        )
    else:
        leave(found, timezone.now())


def _language(given: str) -> str:
    return given if given in dict(settings.LANGUAGES) else translation.get_language() or "en"


def _is_admitted(visitor: Visitor | None) -> bool:
    # As with answers: this machine itself may be a proxy that nobody named, and stand for everybody.
    if visitor is None or visitor.is_loopback:
        return True
    return limits.admits(visitor.key, timezone.now().timestamp())
