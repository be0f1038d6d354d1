"""Settling where and when: one of the possible places and dates, its hall and its hours."""

from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.decide_form import DecideForm
from turnout.desk.decided_mail import write_decided_mail
from turnout.desk.doing import back, show_change
from turnout.desk.posting import posted, problems_of
from turnout.events.guard import event_member
from turnout.events.models import Event, Option, Stage
from turnout.interest.option_words import option_label
from turnout.interest.queries import counts_of
from turnout.interest.tallies import NOTHING
from turnout.invitations.decide import decide, is_out, undecide
from turnout.invitations.decided_words import facts_of
from turnout.invitations.models import Decision
from turnout.invitations.refusals import InvitationsAreOut
from turnout.invitations.second_event import second_event
from turnout.rules.refusal import Refusal
from turnout.tickets.models import Seats

MAY_DECIDE = frozenset({Stage.GAUGING, Stage.INVITING, Stage.CLOSED})


@event_member(Role.EDITOR)
def decision(request: HttpRequest, event: Event) -> HttpResponse:
    """What is settled, and what can be done with it; before that, the form."""
    found = _decision(event)
    if found is None:
        return redirect("desk:change-decision", event.organisation.slug, event.slug)
    language = get_language() or event.language
    facts = {
        "organisation": event.organisation,
        "event": event,
        "decision": found,
        "place": facts_of(found, language),
        "is_out": is_out(event),
        "others": _others(event, found),
        "answers": counts_of(event.pk).genuine().total.answers,
    }
    return render(request, "desk/decide/decision.html", facts)


@event_member(Role.EDITOR)
def change_decision(request: HttpRequest, event: Event) -> HttpResponse:
    sent, found = posted(request), _decision(event)
    form = DecideForm(event, sent.data, found, request.GET.get("option", ""))
    if sent.saves and form.is_valid():
        try:
            again = form.cleaned_data["asks_again"]
            decide(event, actor_of(request), form.decided, timezone.now(), asks_again=again)
        except Refusal as refusal:
            form.say(refusal)
        else:
            show_change(Event.objects.get(pk=event.pk))
            messages.success(request, gettext("Settled. The page tells it from now on."))
            _compare_with_seats(request, event, form.decided["capacity"])
            return back(event, "decision")
    facts: dict[str, Any] = {
        "organisation": event.organisation,
        "event": event,
        "decision": found,
        "form": form,
        "may_decide": event.stage in MAY_DECIDE,
        "restored": sent.restored,
        "problems": problems_of(form) if sent.saves else [],
    }
    return render(request, "desk/decide/form.html", facts, status=422 if sent.saves else 200)


def _compare_with_seats(request: HttpRequest, event: Event, capacity: int) -> None:
    """Once seats are given out, another hall does not change their number by itself."""
    seats = Seats.objects.filter(event=event).aggregate(places=Sum("limit"))["places"]
    if seats is not None and seats != capacity:
        said = gettext("%(places)d places can be confirmed, as before: change that under Invitations.")
        messages.warning(request, said % {"places": seats})


@require_POST
@event_member(Role.EDITOR)
def take_back_decision(request: HttpRequest, event: Event) -> HttpResponse:
    try:
        undecide(event, actor_of(request))
    except Decision.DoesNotExist:
        messages.warning(request, gettext("Nothing is settled any more."))
    except InvitationsAreOut:
        messages.error(
            request, gettext("People are invited already. Change it instead: they are asked again.")
        )
        return back(event, "decision")
    else:
        show_change(Event.objects.get(pk=event.pk))
        messages.success(request, gettext("Taken back: every place and date is on offer again."))
    return back(event, "publish")


@require_POST
@event_member(Role.EDITOR)
def tell_decision(request: HttpRequest, event: Event) -> HttpResponse:
    """A mail to those who answered, written and not sent: it is looked at first."""
    found = _decision(event)
    if found is None:
        raise Http404
    mailing = write_decided_mail(found, actor_of(request))
    return redirect("desk:mailing", event.organisation.slug, event.slug, mailing.pk)


@event_member(Role.EDITOR)
def second_city(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """The question before another place becomes an event of its own, and its answer."""
    found = _decision(event)
    option = next((each for each in _other_options(event, found) if each.pk == number), None)
    if found is None or option is None:
        raise Http404
    if request.method == "POST":
        made = second_event(found, option, actor_of(request), _title(event, option))
        messages.success(request, gettext("This is the new event. Change what is different."))
        return redirect("desk:page", made.organisation.slug, made.slug)
    facts = {
        "organisation": event.organisation,
        "event": event,
        "option": option,
        "label": _label(option, event),
        "title": _title(event, option),
        "named": counts_of(event.pk).of("option").get(str(option.pk), NOTHING).answers,
    }
    return render(request, "desk/decide/second.html", facts)


def _title(event: Event, option: Option) -> str:
    return f"{event.title} · {option.place or option.date}"[:120]


def _decision(event: Event) -> Decision | None:
    found = Decision.objects.select_related("option").filter(event=event).first()
    if found:
        found.event = event
    return found


def _others(event: Event, decision: Decision) -> list[tuple[Option, str, int]]:
    """The places that it is not, with how many named each."""
    named = counts_of(event.pk).of("option")
    return [
        (each, _label(each, event), named.get(str(each.pk), NOTHING).answers)
        for each in _other_options(event, decision)
    ]


def _other_options(event: Event, decision: Decision | None) -> list[Option]:
    was = decision.before.get("others", []) if decision else []
    return [each for each in event.options.all() if each.pk in was]


def _label(option: Option, event: Event) -> str:
    return option_label(option, event, get_language() or event.language, event.created_at.date())


_AT = "<slug:organisation>/<slug:event>/decide/"
urls = [
    path(_AT, decision, name="decision"),
    path(f"{_AT}change/", change_decision, name="change-decision"),
    path(f"{_AT}take-back/", take_back_decision, name="take-back-decision"),
    path(f"{_AT}tell/", tell_decision, name="tell-decision"),
    path(f"{_AT}second/<int:number>/", second_city, name="second-city"),
]
