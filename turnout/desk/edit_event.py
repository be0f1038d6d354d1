"""The page screen: everything that the event's page says, and how its form behaves."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.doing import show_change
from turnout.desk.event_form import EventForm, initial_of
from turnout.desk.event_journal import last_to_change
from turnout.desk.meanwhile import compare, marks_of, seen_now
from turnout.desk.page_changes import changes_of, typed_of
from turnout.desk.posting import Posted, posted, problems_of, unjudged
from turnout.desk.preview import preview_of_page, sends_nothing
from turnout.desk.problem_words import say_problems
from turnout.events.change import begin_change
from turnout.events.consent import consent_text
from turnout.events.edit_event import edit_event
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.rules.refusal import Refusal


@dataclass(frozen=True)
class Clash:
    """A field that this member and another one changed, each to something else."""

    field: BoundField
    theirs: str
    who: str


class Clashed(Exception):
    def __init__(self, event: Event, fields: frozenset[str]) -> None:
        super().__init__(*fields)
        self.event, self.fields = event, fields


@event_member(Role.EDITOR)
def page(request: HttpRequest, event: Event) -> HttpResponse:
    sent = posted(request)
    clashing = frozenset(request.POST.getlist("clashing"))
    if sent.data is not None and (taken := request.POST.get("take")):
        sent, clashing = Posted(_with_theirs(sent.data, event, taken)), clashing - {taken}
    form = EventForm(sent.data, request.FILES or None, event=event)
    if sent.data is not None and not sent.saves:
        unjudged(form)
    if sent.saves:
        found = _save(form, actor_of(request))
        if found is None:
            messages.success(request, gettext("Saved."))
            return redirect("desk:page", event.organisation.slug, event.slug)
        clashing = found
    status = 200 if not sent.saves else 409 if clashing else 422
    facts = _facts(form, clashing) | {"restored": sent.restored}
    return render(request, "desk/event/page.html", facts, status=status)


def _facts(form: EventForm, clashing: frozenset[str]) -> dict[str, Any]:
    event, stored = form.event, initial_of(form.event)
    seen = form.data.get("seen") if form.is_bound else marks_of(stored)
    return {
        "organisation": event.organisation,
        "event": event,
        "form": form,
        "problems": problems_of(form),
        "languages": [form.in_language(code, name) for code, name in form.others()],
        "clashes": [
            Clash(form[name], _shown(stored[name]), last_to_change(event, name))
            for name in stored
            if name in clashing and name in form.fields
        ],
        "seen": seen_now(seen or "", {name: stored[name] for name in stored if name in clashing}),
        "house_consent": consent_text(_without_consent(event), event.language),
    }


def _without_consent(event: Event) -> Event:
    return Event(
        organisation=event.organisation, language=event.language, keep_days=event.keep_days, translations={}
    )


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return value.isoformat(" ", "minutes") if isinstance(value, dt.datetime) else str(value or "")


def _save(form: EventForm, actor: str) -> frozenset[str] | None:
    """None where it was saved; else the fields that clash, none of them where something is wrong."""
    if not form.is_valid():
        return frozenset()
    try:
        event = _saved(form, actor)
    except Clashed as clashed:
        form.event = clashed.event
        return clashed.fields
    except Refusal as refusal:
        say_problems(form, refusal)
        return frozenset()
    show_change(event)
    return None


@transaction.atomic
def _saved(form: EventForm, actor: str) -> Event:
    """Compared and written while nobody else can change the event."""
    event = begin_change(form.event)
    typed = typed_of(form)
    found = compare(form.cleaned_data["seen"], initial_of(event), typed)
    if found.clashes:
        raise Clashed(event, found.clashes)
    return edit_event(event, actor, **changes_of(event, {name: typed[name] for name in found.mine}))


def _with_theirs(data: QueryDict, event: Event, name: str) -> QueryDict:
    """What was typed, but for one field, which becomes what the other member saved."""
    stored = initial_of(event)
    changed = data.copy()
    if name in stored:
        theirs = stored[name]
        changed[name] = theirs.isoformat("T", "minutes") if isinstance(theirs, dt.datetime) else theirs or ""
        changed["seen"] = seen_now(data.get("seen", ""), {name: theirs})
    return changed


@sends_nothing
@require_POST
@event_member(Role.EDITOR)
def preview(request: HttpRequest, event: Event) -> HttpResponse:
    """The public page as it would be with what is typed; nothing is saved."""
    form = EventForm(request.POST, event=event)
    form.is_valid()
    return preview_of_page(request, event, form)


urls = [
    path("<slug:organisation>/<slug:event>/page/", page, name="page"),
    path("<slug:organisation>/<slug:event>/page/preview/", preview, name="page-preview"),
]
