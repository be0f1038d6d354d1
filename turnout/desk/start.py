"""Where a member begins: the organisations, and the events of one."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.functional import Promise

from turnout.accounts.guard import member, signed_in
from turnout.accounts.models import Membership, Organisation, Role
from turnout.desk.words import STAGES
from turnout.events.models import Event, Option, Stage
from turnout.interest.queries import totals
from turnout.interest.tallies import NOTHING, Sums


@dataclass(frozen=True)
class Line:
    event: Event
    stage: str | Promise
    count: Sums
    options: list[Option]


@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    memberships = list(
        Membership.objects.filter(user__pk=request.user.pk or 0)
        .select_related("organisation")
        .order_by("organisation__name", "organisation_id")
    )
    if len(memberships) == 1:
        return redirect("desk:organisation", memberships[0].organisation.slug)
    return render(request, "desk/start.html", {"memberships": memberships})


@member(*Role)
def events(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    facts = {
        "organisation": organisation,
        "lines": _lines(organisation),
        "may_create": request.membership.role in {Role.OWNER, Role.EDITOR},  # type: ignore[attr-defined]
    }
    return render(request, "desk/organisation.html", facts)


def _lines(organisation: Organisation) -> list[Line]:
    """What is going on first, then what is being prepared, then what is over; the newest first in each."""
    events = list(organisation.events.prefetch_related("options").order_by("-id"))
    counts = totals([event.pk for event in events])
    events.sort(key=lambda event: _ORDER[Stage(event.stage)])
    return [
        Line(
            event,
            STAGES[event.stage],
            counts.get(event.pk, NOTHING),
            [option for option in event.options.all() if option.retired_at is None],
        )
        for event in events
    ]


_ORDER = {
    Stage.GAUGING: 0,
    Stage.INVITING: 0,
    Stage.CLOSED: 0,
    Stage.DRAFT: 1,
    Stage.PAST: 2,
    Stage.CANCELLED: 2,
}

urls = [path("<slug:organisation>/", events, name="organisation")]
