"""Who may watch an event's figures grow, and what they see: what of the live stream reads the database."""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import ngettext

from turnout.accounts.guard import membership_of
from turnout.desk.figures import MAY_READ_ANSWERS, rendered
from turnout.events.guard import event_of
from turnout.events.models import Event
from turnout.interest.queries import Counts


@dataclass(frozen=True)
class View:
    """What differs between two who watch one event."""

    language: str
    may_read: bool


@dataclass(frozen=True)
class State:
    """The live part of the page, its sentence for those who listen, and the recent hours."""

    html: str
    sentence: str
    hours: dict[int, int]


def admitted(cookies: str, organisation: str, event: str, query: str) -> tuple[int, View]:
    """The event's id and the view of it. Raises PermissionDenied, or Http404 as the page itself does."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(_session_key(cookies))
    request.user = get_user(request)
    if not request.user.is_authenticated:
        raise PermissionDenied
    membership = membership_of(request, organisation)
    found = event_of(membership.organisation, event)
    asked = parse_qs(query).get("lang", [""])[0]
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return found.pk, View(language, membership.role in MAY_READ_ANSWERS)


def _session_key(cookies: str) -> str | None:
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return found.value if found else None


def state_of(event_id: int, counts: Counts, view: View) -> State:
    event = Event.objects.select_related("organisation").get(pk=event_id)
    with translation.override(view.language):
        html, figures = rendered(event, counts, may_read=view.may_read)
        people = figures.total.answers
        sentence = ngettext("%(people)s person would come.", "%(people)s people would come.", people)
        return State(html, sentence % {"people": people}, dict(figures.hours))
