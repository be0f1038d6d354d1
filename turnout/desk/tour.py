"""A short tour: what a fan sees, and where the organiser's questions are answered, step by step.

The first page lists the steps; each further page shows at its top where in the tour it stands, as its address
says (`?tour=3`), so that nothing has to be remembered.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from turnout.accounts.guard import member
from turnout.accounts.models import Organisation, Role
from turnout.events.models import Event, Stage


class Stop(NamedTuple):
    """Where a step leads: a screen of the event that is asked about now, or of the one that is over."""

    view: str
    label: str | Promise
    about: str | Promise
    is_past: bool = False


STOPS = (
    Stop(
        "event",
        _("What a fan sees"),
        _("The event's page with its form. It comes from memory, and looks the same for everybody."),
    ),
    Stop(
        "desk:event",
        _("Answers as they come in"),
        _("Leave this page open while people answer: it counts by itself."),
    ),
    Stop(
        "desk:forecast",
        _("How many will come"),
        _("Not how many said yes: how many to expect, how sure that is, and what it rests on."),
    ),
    Stop(
        "desk:cities",
        _("Which city, which date"),
        _("Most answers do not always mean most arrivals: it counts how far people live."),
    ),
    Stop(
        "desk:hall",
        _("Which hall"),
        _("What an empty seat costs you and what somebody turned away does decide how large it should be."),
    ),
    Stop(
        "desk:invitations",
        _("Who was invited"),
        _("For an event that is over: its rounds, by a draw that anyone can verify, and the places taken."),
        is_past=True,
    ),
    Stop(
        "desk:said-and-came",
        _("What was foretold, and who came"),
        _("The forecast is held against what happened, misses included, and learns from it."),
        is_past=True,
    ),
)


@dataclass(frozen=True)
class Step:
    number: int
    label: str | Promise
    about: str | Promise
    address: str


@dataclass(frozen=True)
class Where:
    """One step of a tour, those around it, and how many there are."""

    step: Step
    before: Step | None
    after: Step | None
    all: int
    start: str


def steps_of(organisation: Organisation) -> list[Step]:
    """Those that there is an event for: the latest that is being asked about, and the latest that is over."""
    events = Event.objects.filter(organisation=organisation).order_by("-published_at", "-pk")
    now = events.filter(stage__in=(Stage.GAUGING, Stage.INVITING)).first()
    past = events.filter(stage=Stage.PAST).first()
    found = [(stop, past if stop.is_past else now) for stop in STOPS]
    led = [(stop, event) for stop, event in found if event]
    return [
        Step(number, stop.label, stop.about, _address(stop, organisation, event, number))
        for number, (stop, event) in enumerate(led, 1)
    ]


def _address(stop: Stop, organisation: Organisation, event: Event, number: int) -> str:
    """The public page is the same for everybody, and shows no tour."""
    if stop.view == "event":
        return reverse(stop.view, args=[event.slug])
    return f"{reverse(stop.view, args=[organisation.slug, event.slug])}?tour={number}"


def where_in_tour(organisation: Organisation, asked: str) -> Where | None:
    """None where the address names no step."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 3):
        return None
    steps = steps_of(organisation)
    if not 1 <= (number := int(asked)) <= len(steps):
        return None
    start = reverse("desk:tour", args=[organisation.slug])
    return Where(
        steps[number - 1],
        steps[number - 2] if number > 1 else None,
        steps[number] if number < len(steps) else None,
        len(steps),
        start,
    )


@member(Role.EDITOR)
@require_safe
def tour(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    facts = {"organisation": organisation, "steps": steps_of(organisation)}
    return render(request, "desk/tour/tour.html", facts)


urls = [path("<slug:organisation>/tour/", tour, name="tour")]
