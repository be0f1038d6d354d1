"""`/unsubscribe/<token>/`: no more mails of one kind, by a mail program's one click or by a page's button."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from turnout.accounts.guard import public
from turnout.accounts.models import Organisation
from turnout.accounts.tells_nobody import tells_nobody
from turnout.events.models import Event
from turnout.interest.host_page import host_page
from turnout.interest.models import Interest, Subscriber
from turnout.interest.unsubscribe import undo_unsubscribe, unsubscribe
from turnout.newsroom.models import Commenter
from turnout.newsroom.own_comment import switch_answers
from turnout.outbox.unsubscribe_link import NoSuchLink, Purpose, meant_by


@dataclass(frozen=True)
class Subscription:
    """Whose mails, and whether they still come. Without a host the address was erased: none come."""

    purpose: Purpose
    public_id: str
    language: str
    host: Organisation | None = None
    event: Event | None = None
    is_on: bool = False


# A mail program posts without a cookie and cannot know a token of the page (RFC 8058): the link is the key.
@public
@csrf_exempt
@tells_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: mail scanners open links."""
    try:
        purpose, public_id = meant_by(token)
    except NoSuchLink:
        return host_page(request, "privacy/link_gone.html", None, translation.get_language(), status=404)
    if request.method == "POST":
        _do(purpose, public_id, undo="undo" in request.POST)
    found = _subscription(purpose, public_id)
    language = found.language
    return host_page(
        request,
        "privacy/unsubscribe.html",
        found.host,
        language,
        subscription=found,
        event_title=found.event.in_language("title", language) if found.event else "",
    )


def _do(purpose: Purpose, public_id: str, *, undo: bool) -> None:
    if purpose == Purpose.ANSWERS:
        switch_answers(public_id, timezone.now(), on=undo)
    elif undo:
        undo_unsubscribe(purpose, public_id)
    else:
        unsubscribe(purpose, public_id, timezone.now())


def _subscription(purpose: Purpose, public_id: str) -> Subscription:
    nobody = Subscription(purpose, public_id, translation.get_language())
    if purpose == Purpose.NEWS:
        subscriber = Subscriber.objects.select_related("organisation").filter(public_id=public_id).first()
        if subscriber is None:
            return nobody
        host, is_on = subscriber.organisation, subscriber.ended_at is None
        return Subscription(purpose, public_id, subscriber.language, host, None, is_on)
    if purpose == Purpose.ANSWERS:
        commenter = Commenter.objects.select_related("organisation").filter(public_id=public_id).first()
        if commenter is None:
            return nobody
        host, is_on = commenter.organisation, commenter.answers_off_at is None
        return Subscription(purpose, public_id, commenter.language, host, None, is_on)
    interest = Interest.objects.select_related("event__organisation").filter(public_id=public_id).first()
    if interest is None:
        return nobody
    event, is_on = interest.event, interest.mailings_off_at is None
    return Subscription(purpose, public_id, interest.language, event.organisation, event, is_on)
