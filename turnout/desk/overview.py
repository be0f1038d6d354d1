"""How many: the first page of an event, all of it from the tallies."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from turnout.accounts.models import Membership, Role
from turnout.desk.figures import MAY_READ_ANSWERS, facts_of, figures_of
from turnout.desk.words import STAGES
from turnout.events.guard import event_member
from turnout.events.models import Event, Stage
from turnout.forecasts.ready import keep_ready
from turnout.interest.queries import counts_of


@event_member(*Role)
def overview(request: HttpRequest, event: Event) -> HttpResponse:
    membership: Membership = request.membership  # type: ignore[attr-defined]
    here = reverse("desk:event", args=[event.organisation.slug, event.slug])
    now = timezone.now()
    counts = counts_of(event.pk)
    keep_ready(event, counts.total.answers)
    figures = figures_of(event, counts, now)
    facts = {
        **facts_of(event, figures, may_read=membership.role in MAY_READ_ANSWERS),
        "stage": STAGES[event.stage],
        "facts": _facts_of_stage(event, now),
        "now": now,
        "live": f"{here}live/?lang={get_language()}",
        "may_edit": membership.role in {Role.OWNER, Role.EDITOR},
        "shared": event.channels.exists(),
    }
    return render(request, "desk/overview.html", facts)


def _facts_of_stage(event: Event, now: datetime) -> list[str]:
    facts = []
    if event.published_at and event.stage in {Stage.GAUGING, Stage.INVITING}:
        days = (now - event.published_at).days + 1
        facts.append(gettext("day %(days)s") % {"days": days})
    if event.closes_at and event.stage in {Stage.GAUGING, Stage.INVITING}:
        facts.append(_until(event.closes_at, now))
    return facts


def _until(closes_at: datetime, now: datetime) -> str:
    if closes_at <= now:
        return gettext("the form has closed")
    days = (closes_at - now).days
    if days < 1:
        return gettext("closes within a day")
    return ngettext("closes in %(days)s day", "closes in %(days)s days", days) % {"days": days}


urls = [path("<slug:organisation>/<slug:event>/", overview, name="event")]
