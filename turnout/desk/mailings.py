"""Mails to many: written, looked at with a real person's words in them, sent, watched and stopped."""

from collections.abc import Callable, Mapping
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from turnout.accounts.guard import actor_of, member_user
from turnout.accounts.models import Role
from turnout.desk.mailing_form import MailingForm
from turnout.desk.mailing_words import STATES, progress_of, whom
from turnout.desk.outbox import IN_A_FRAME
from turnout.desk.posting import posted, problems_of
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.mailings.mails import facts_of
from turnout.mailings.models import Mailing
from turnout.mailings.placeholders import MEANINGS
from turnout.mailings.recipients import one_of, size_of
from turnout.mailings.refusals import NobodyToWriteTo, NotInThisState
from turnout.mailings.save_mailing import save_mailing
from turnout.mailings.start_mailing import start_mailing, take_back
from turnout.mailings.stop_mailing import cancel_mailing, pause_mailing, resume_mailing
from turnout.mailings.try_mailing import try_mailing
from turnout.mailings.write import language_for
from turnout.outbox.secret_part import masked
from turnout.outbox.sender_domain import sender_domain
from turnout.rules.refusal import Refusal

# From so many a day on, big receivers ask for more of a sender (Google, Yahoo: since February 2024).
MANY = 5_000


@event_member(Role.EDITOR)
@require_safe
def mailings(request: HttpRequest, event: Event) -> HttpResponse:
    found = event.mailings.order_by("-pk")
    facts = {
        "organisation": event.organisation,
        "event": event,
        "lines": [{"mailing": each, "state": STATES[each.state]} for each in found.select_related("event")],
    }
    return render(request, "desk/mailings/list.html", facts)


@event_member(Role.EDITOR)
def new_mailing(request: HttpRequest, event: Event) -> HttpResponse:
    return _edited(request, event, None)


@event_member(Role.EDITOR)
def edit_mailing(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    mailing = _mailing(event, number)
    if mailing.state != Mailing.State.DRAFT:
        return _to(mailing)
    return _edited(request, event, mailing)


def _edited(request: HttpRequest, event: Event, mailing: Mailing | None) -> HttpResponse:
    prefetch_related_objects([event], "options", "channels")
    sent = posted(request)
    form = MailingForm(event, sent.data, mailing)
    if sent.saves and form.is_valid():
        try:
            return _to(save_mailing(event, actor_of(request), form.to_save, mailing))
        except Refusal as refusal:
            form.say(refusal)
    facts = {
        "organisation": event.organisation,
        "event": event,
        "mailing": mailing,
        "form": form,
        "placeholders": MEANINGS.items(),
        "restored": sent.restored,
        "problems": problems_of(form) if sent.saves else [],
    }
    return render(request, "desk/mailings/edit.html", facts, status=422 if sent.saves else 200)


@csp_update({"frame-src": [SELF]})
@event_member(Role.EDITOR)
@require_safe
def mailing(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """A draft with its preview and what sending it means; or how far it is."""
    found = _mailing(event, number)
    facts: dict[str, Any] = {
        "organisation": event.organisation,
        "event": event,
        "mailing": found,
        "state": STATES[found.state],
        "whom": whom(found),
        "previews": _previews(found),
        "sends_mail": settings.MAIL is not None,
    }
    facts |= _before(found) if found.state == Mailing.State.DRAFT else _under_way(found)
    return render(request, "desk/mailings/mailing.html", facts)


def _previews(mailing: Mailing) -> list[tuple[str, str, str]]:
    """Each language it is written in, with the subject as somebody would get it."""
    person, names = one_of(mailing), dict(settings.LANGUAGES)
    if person is None:
        return []
    with masked():
        return [
            (code, names.get(code, code), facts_of(mailing, person, code)["written"].subject)
            for code in mailing.texts
        ]


def _before(mailing: Mailing) -> Mapping[str, Any]:
    size, person = size_of(mailing), one_of(mailing)
    return {
        "size": size,
        "minutes": -(-size // mailing.per_minute),
        "person": person,
        "domain": sender_domain() if size > MANY else None,
    }


def _under_way(mailing: Mailing) -> Mapping[str, Any]:
    now = timezone.now()
    return {
        "progress": progress_of(mailing),
        "may_take_back": mailing.may_be_taken_back(now),
        "person": one_of(mailing),
    }


@csp_replace(IN_A_FRAME)
@xframe_options_sameorigin
@event_member(Role.EDITOR)
@require_safe
def mailing_html(request: HttpRequest, event: Event, number: int, language: str) -> HttpResponse:
    """As somebody among its recipients would get it, with their name in it and their link masked."""
    found = _mailing(event, number)
    person = one_of(found)
    if person is None or language not in found.texts:
        raise Http404
    shown = language_for(found, language)
    with translation.override(shown), masked():
        facts = {"base_url": settings.TURNOUT_BASE_URL, **facts_of(found, person, shown)}
        facts |= {"subject": facts["written"].subject, "unsubscribe_link": "#"}
        return HttpResponse(render_to_string("mailings/mail/mailing.html", facts))


@event_member(Role.EDITOR)
@require_POST
def do_mailing(request: HttpRequest, event: Event, number: int, name: str) -> HttpResponse:
    found, now = _mailing(event, number), timezone.now()
    actor = actor_of(request)
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "try": (
            lambda: try_mailing(found, member_user(request)),
            gettext("A test is on its way to %(email)s.") % {"email": member_user(request).email},
        ),
        "send": (
            lambda: start_mailing(found, actor, now),
            gettext("It goes out in a minute. Until then you can take it back."),
        ),
        "take-back": (lambda: take_back(found, actor), gettext("Taken back: nobody got it.")),
        "pause": (lambda: pause_mailing(found, actor), gettext("Paused.")),
        "resume": (lambda: resume_mailing(found, actor, now), gettext("It goes on.")),
        "cancel": (lambda: cancel_mailing(found, actor, now), gettext("Stopped. Nobody more gets it.")),
    }
    if name not in verbs:
        raise Http404
    verb, said = verbs[name]
    try:
        verb()
    except NobodyToWriteTo:
        messages.error(request, gettext("Nobody fits this. Choose fewer filters."))
    except NotInThisState:
        messages.warning(request, gettext("That came too late: look how it stands with the mail now."))
    else:
        messages.success(request, said)
    return _to(found)


def _mailing(event: Event, number: int) -> Mailing:
    found = get_object_or_404(Mailing, pk=number, event=event)
    found.event = event
    return found


def _to(mailing: Mailing) -> HttpResponse:
    return redirect("desk:mailing", mailing.event.organisation.slug, mailing.event.slug, mailing.pk)


_AT = "<slug:organisation>/<slug:event>/mailings/"
urls = [
    path(_AT, mailings, name="mailings"),
    path(f"{_AT}new/", new_mailing, name="new-mailing"),
    path(f"{_AT}<int:number>/", mailing, name="mailing"),
    path(f"{_AT}<int:number>/edit/", edit_mailing, name="edit-mailing"),
    path(f"{_AT}<int:number>/html/<slug:language>/", mailing_html, name="mailing-html"),
    path(f"{_AT}<int:number>/<slug:name>/", do_mailing, name="do-mailing"),
]
