"""Publishing, and every later change of stage; each shows first what visitors will see."""

from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role, User
from turnout.accounts.refusals import WrongCode
from turnout.accounts.try_mail import confirm_mail, send_try_mail
from turnout.desk.checklist import checklist
from turnout.desk.doing import back, done
from turnout.desk.posting import posted, problems_of
from turnout.desk.problem_words import LACKING, refusal_sentence
from turnout.desk.words import STAGES
from turnout.events.addresses import page_address
from turnout.events.change_stage import lacking
from turnout.events.duplicate_event import duplicate_event
from turnout.events.guard import event_member
from turnout.events.models import Event, Stage
from turnout.interest.event_page import state_words
from turnout.interest.publish import change_stage
from turnout.interest.queries import counts_of
from turnout.pages.models import Page
from turnout.rules.refusal import Refusal


@dataclass(frozen=True)
class Move:
    """One change of stage, with the words of its button and of the question before it."""

    wanted: str
    button: str | Promise
    asks: str | Promise
    explains: str | Promise
    done: str | Promise
    dangerous: bool = False


MOVES: dict[str, Move] = {
    "close": Move(
        Stage.CLOSED,
        _("Close answers"),
        _("Close answers?"),
        _("The page stays, and nobody can answer any more. You can open it again."),
        _("Answers are closed."),
    ),
    "reopen": Move(
        Stage.GAUGING,
        _("Open answers again"),
        _("Open answers again?"),
        _("The form is back on the page."),
        _("Answers are open again."),
    ),
    "past": Move(
        Stage.PAST,
        _("The event is over"),
        _("Is the event over?"),
        _("The page thanks those who came. This cannot be taken back."),
        _("The event is over."),
    ),
    "cancel": Move(
        Stage.CANCELLED,
        _("Cancel the event"),
        _("Cancel the event?"),
        _("The page says that it will not take place. Nobody is written to: that is yours to do."),
        _("The event is cancelled."),
        dangerous=True,
    ),
    "unpublish": Move(
        Stage.DRAFT,
        _("Take it back to a draft"),
        _("Take the page away?"),
        _("Only members see it then. Address, answers and links stay for when you publish again."),
        _("The page is taken away. Only members see the draft."),
        dangerous=True,
    ),
}
# What is offered in each stage, the likeliest first.
OFFERED: dict[str, tuple[str, ...]] = {
    Stage.DRAFT: (),
    Stage.GAUGING: ("close", "unpublish", "cancel"),
    Stage.INVITING: ("close", "unpublish", "cancel"),
    Stage.CLOSED: ("reopen", "past", "unpublish", "cancel"),
    Stage.PAST: (),
    Stage.CANCELLED: ("unpublish",),
}


@event_member(Role.EDITOR)
def publish(request: HttpRequest, event: Event) -> HttpResponse:
    if request.method == "POST":
        return _moved(request, event, Stage.GAUGING, gettext("Published. Everybody can see it now."))
    facts = {
        "organisation": event.organisation,
        "event": event,
        "stage": STAGES[event.stage],
        "address": page_address(event),
        "moves": [(name, MOVES[name]) for name in OFFERED[event.stage]],
        "answers": counts_of(event.pk).total.answers,
        "has_channels": bool(event.open_channels()),
    }
    if event.stage == Stage.DRAFT:
        facts |= {"points": checklist(event), "lacking": [LACKING[name] for name in lacking(event)]}
    return render(request, "desk/event/publish.html", facts)


@event_member(Role.EDITOR)
def move(request: HttpRequest, event: Event, name: str) -> HttpResponse:
    """The question before a change of stage, and the change."""
    if name not in OFFERED[event.stage]:
        raise Http404
    wanted = MOVES[name]
    if request.method == "POST":
        return _moved(request, event, wanted.wanted, str(wanted.done))
    facts = {
        "organisation": event.organisation,
        "event": event,
        "move": wanted,
        "seen": _seen(event, wanted.wanted),
        "address": page_address(event),
        "answers": counts_of(event.pk).total.answers,
    }
    return render(request, "desk/event/move.html", facts)


def _seen(event: Event, stage: str) -> tuple[str, str] | None:
    """Heading and sentence that visitors find in that stage, as the page itself has them."""
    if stage == Stage.DRAFT:
        return gettext("Page not found"), gettext("There is no such page.")
    if stage == Stage.GAUGING:
        return None
    then = Event(
        organisation=event.organisation, stage=stage, time_zone=event.time_zone, country=event.country
    )
    with translation.override(event.language):
        return state_words(then, Page.State.AFTER, event.language, timezone.localdate())


def _moved(request: HttpRequest, event: Event, stage: str, said: str) -> HttpResponse:
    try:
        change_stage(event, stage, actor_of(request))
    except Refusal as refusal:
        messages.error(request, refusal_sentence(refusal))
    else:
        messages.success(request, said)
    return back(event, "publish")


@require_POST
@event_member(Role.EDITOR)
def try_mail(request: HttpRequest, event: Event) -> HttpResponse:
    """Send a test mail to whoever asks, or take the number that it showed."""
    code = request.POST.get("code", "").strip()
    try:
        if code:
            confirm_mail(event.organisation, code[:40], actor_of(request))
        else:
            send_try_mail(event.organisation, cast(User, request.user), actor_of(request))
    except WrongCode:
        messages.error(request, gettext("No test mail had this number. Look for the newest one."))
    return redirect("desk:publish", event.organisation.slug, event.slug)


class DuplicateForm(forms.Form):
    title = forms.CharField(
        label=_("Title of the new event"),
        max_length=120,
        error_messages={"required": _("Give the event a title.")},
    )


@event_member(Role.EDITOR)
def duplicate(request: HttpRequest, event: Event) -> HttpResponse:
    sent = posted(request)
    form = DuplicateForm(sent.data, initial={"title": event.title})
    made: list[Event] = []
    verb = partial(_duplicated, made, event, form, actor_of(request))
    if sent.saves and done(form, event, verb):
        messages.success(request, gettext("This is the new event. Change what is different."))
        return back(made[0], "page")
    facts: dict[str, Any] = {"organisation": event.organisation, "event": event, "form": form}
    facts |= {"restored": sent.restored, "problems": problems_of(form)}
    return render(request, "desk/event/duplicate.html", facts, status=422 if sent.saves else 200)


def _duplicated(made: list[Event], event: Event, form: DuplicateForm, actor: str) -> None:
    made.append(duplicate_event(event, actor, form.cleaned_data["title"]))


_AT = "<slug:organisation>/<slug:event>/"
urls = [
    path(f"{_AT}publish/", publish, name="publish"),
    path(f"{_AT}publish/mail/", try_mail, name="try-mail"),
    path(f"{_AT}publish/<slug:name>/", move, name="move"),
    path(f"{_AT}duplicate/", duplicate, name="duplicate"),
]
