"""Places and dates of an event: added, changed, ordered, taken from the page."""

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.doing import answered, back, done
from turnout.desk.option_form import OptionForm
from turnout.desk.posting import posted, problems_of
from turnout.desk.sorting import wanted_order
from turnout.events.add_option import add_option
from turnout.events.edit_option import edit_option
from turnout.events.guard import event_member
from turnout.events.models import Event, Option
from turnout.events.order import order_options
from turnout.events.retire_option import retire_option
from turnout.interest.queries import counts_of
from turnout.interest.tallies import NOTHING


@event_member(Role.EDITOR)
def options(request: HttpRequest, event: Event) -> HttpResponse:
    form = OptionForm(event=event)
    return render(request, "desk/event/options.html", _facts(event, form) | _listed(event))


def _facts(event: Event, form: OptionForm) -> dict[str, Any]:
    return {"organisation": event.organisation, "event": event, "form": form}


def _listed(event: Event) -> dict[str, Any]:
    named = counts_of(event.pk).of("option")
    every = list(event.options.all())
    return {
        "lines": [
            (option, _told(option, named.get(str(option.pk), NOTHING).answers))
            for option in every
            if option.retired_at is None
        ],
        "retired": [option for option in every if option.retired_at],
    }


def _told(option: Option, answers: int) -> list[str]:
    """What is said of it beside its title."""
    suits = ngettext("suits %(answers)s answer", "suits %(answers)s answers", answers) % {"answers": answers}
    return [fact for fact in (_when(option), option.venue, suits if answers else "") if fact]


def _when(option: Option) -> str:
    """Without the day where that is the title."""
    if option.time is None:
        return date_format(option.date) if option.place and option.date else ""
    if option.place and option.date:
        return date_format(dt.datetime.combine(option.date, option.time), "DATETIME_FORMAT")
    return time_format(option.time)


@event_member(Role.EDITOR)
def new_option(request: HttpRequest, event: Event) -> HttpResponse:
    sent = posted(request)
    form = OptionForm(sent.data, event=event)
    if sent.saves and done(form, event, lambda: add_option(event, actor_of(request), **form.option())):
        messages.success(request, gettext("Added."))
        return back(event, "options")
    return _form_page(request, form, sent.saves, sent.restored)


@event_member(Role.EDITOR)
def option(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    stands = get_object_or_404(event.options, pk=number)
    sent = posted(request)
    form = OptionForm(sent.data, event=event, option=stands)
    if sent.saves and done(form, event, lambda: _edited(stands, form, actor_of(request))):
        messages.success(request, gettext("Saved."))
        return back(event, "options")
    return _form_page(request, form, sent.saves, sent.restored)


def _edited(stands: Option, form: OptionForm, actor: str) -> None:
    spelling_only = bool(form.cleaned_data.get("spelling_only"))
    edit_option(stands, actor, spelling_only=spelling_only, **form.option())


def _form_page(request: HttpRequest, form: OptionForm, failed: bool, restored: bool) -> HttpResponse:
    facts = _facts(form.event, form) | {
        "stands": form.stands,
        "restored": restored,
        "problems": problems_of(form),
    }
    return render(request, "desk/event/option.html", facts, status=422 if failed else 200)


@require_POST
@event_member(Role.EDITOR)
def order(request: HttpRequest, event: Event) -> HttpResponse:
    ids = wanted_order(request.POST, [option.pk for option in event.open_options()])
    verb = partial(order_options, event, actor_of(request), ids)
    return answered(request, event, "options", verb, gettext("Moved."))


@require_POST
@event_member(Role.EDITOR)
def retire(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    stands = get_object_or_404(event.options, pk=number)
    verb = partial(retire_option, stands, actor_of(request))
    return answered(request, event, "options", verb, gettext("Removed."))


_AT = "<slug:organisation>/<slug:event>/options/"
urls = [
    path(_AT, options, name="options"),
    path(f"{_AT}new/", new_option, name="new-option"),
    path(f"{_AT}order/", order, name="order-options"),
    path(f"{_AT}<int:number>/", option, name="option"),
    path(f"{_AT}<int:number>/retire/", retire, name="retire-option"),
]
