"""Everything that a draw's public page says."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Sum
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from turnout.accounts.accent_sheet import accent_sheet
from turnout.interest.event_page import address
from turnout.interest.shown_pictures import smallest
from turnout.invitations import weight_words
from turnout.invitations.abandon import TOO_LATE
from turnout.invitations.draw_words import fate_of, moment_of, page_of
from turnout.invitations.models import Draw, Entrant
from turnout.rules.drand import CHAIN
from turnout.rules.draw import as_code

State = Draw.State
# So many are shown; all of them are in the record.
SHOWN = 20
STATES: Mapping[str, str | Promise] = {
    State.PREPARING: gettext_lazy("The entries are being written down"),
    State.FROZEN: gettext_lazy("Waiting for the public numbers"),
    State.SETTLING: gettext_lazy("The result is being worked out"),
    State.DRAWN: gettext_lazy("Drawn"),
    State.ABANDONED: gettext_lazy("Abandoned"),
}


def facts_of(draw: Draw, typed: str) -> dict[str, Any]:
    event, host = draw.event, draw.event.organisation
    language = get_language() or event.language
    return {
        "draw": draw,
        "event": event,
        "host": host,
        "title": event.in_language("title", language),
        "page_address": address(event, lang="" if language == event.language else language),
        "accent_sheet": accent_sheet(host.accent),
        "logo": smallest(host.logo),
        "state": STATES[draw.state],
        "why": why_of(draw),
        "late": draw.abandoned_at is not None and draw.abandoned_at >= draw.decided,
        "moments": _moments(draw, language),
        "weights": weight_words.rows(event, draw.weighing, language),
        "weighed_by": weight_words.asked(event, draw.weighed_by, language),
        "chain": CHAIN,
        "ranked": _ranked(draw),
        "entry": _entry(draw, typed),
        "others": _others(draw, language),
    }


def why_of(draw: Draw) -> str:
    """As the organiser wrote it, or what the program found, in the reader's language."""
    return _("The entries were not written down in time.") if draw.why == TOO_LATE else draw.why


def _moments(draw: Draw, language: str) -> Mapping[str, str]:
    times = {
        "decided": draw.decided,
        "frozen": draw.frozen_at,
        "settled": draw.settled_at,
        "abandoned": draw.abandoned_at,
    }
    return {name: moment_of(draw, at, language) for name, at in times.items() if at}


def _entry(draw: Draw, typed: str) -> Mapping[str, Any] | None:
    """Who typed a code gets an answer, also when there is no such entry."""
    if not typed.strip():
        return None
    code = as_code(typed[:40])
    people = list(Entrant.objects.filter(draw=draw, code=code).order_by("pk"))
    if not people:
        return {"code": code, "found": False}
    return {
        "code": code,
        "found": True,
        "fate": fate_of(draw, people[0]),
        "party": sum(each.party for each in people),
        "friends": len(people),
    }


def _ranked(draw: Draw) -> Sequence[Mapping[str, Any]]:
    """The first by rank; friends are one line."""
    rows = Entrant.objects.filter(draw=draw, rank__lte=SHOWN)
    names = {str(each["code"]): each["name"] for each in draw.quotas}
    return [
        {**row, "quota": names.get(str(row["quota"]), "")}
        for row in rows.values("rank", "code", "has_place", "quota")
        .annotate(people=Sum("party"), answers=Count("pk"))
        .order_by("rank")
    ]


def _others(draw: Draw, language: str) -> Sequence[Mapping[str, Any]]:
    """All draws of the event, the abandoned ones as well: nobody draws until they like it."""
    found = Draw.objects.filter(event_id=draw.event_id).exclude(pk=draw.pk).order_by("pk")
    lines = []
    for each in found:
        each.event = draw.event
        lines.append(
            {
                "page": page_of(each),
                "decided": moment_of(each, each.decided, language),
                "state": STATES[each.state],
                "why": why_of(each),
            }
        )
    return lines
