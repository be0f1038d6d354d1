"""The facts of a draw's mails: what was committed to, for everybody in it; and for whom it was not drawn."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from turnout.interest.models import Interest
from turnout.interest.personal_link import personal_link
from turnout.invitations.draw_words import moment_of, page_of, rank_of
from turnout.invitations.line_words import before_words
from turnout.invitations.models import Draw, Entrant, Invitation
from turnout.outbox.for_many import for_many
from turnout.outbox.render import NoLongerNeeded, resolves

Facts = Mapping[str, Any]


@resolves("invitations/committed")
def committed(ids: Facts) -> Facts:
    entrant, interest = _entrant(ids)
    draw = _draw_of(entrant)
    if draw.state == Draw.State.ABANDONED:
        raise NoLongerNeeded("the draw was abandoned")
    language = get_language() or settings.LANGUAGE_CODE
    return {
        **_facts(draw, entrant, interest, language),
        "commitment": draw.commitment,
        "entries": draw.entries,
        "seats": draw.seats,
        "decided": moment_of(draw, draw.decided, language),
    }


@resolves("invitations/not_drawn")
def not_drawn(ids: Facts) -> Facts:
    """`before` in the line as it was when the mail was written; without a waitlist there is none."""
    entrant, interest = _entrant(ids)
    draw = _draw_of(entrant)
    waits = Invitation.objects.filter(interest=interest, state=Invitation.State.WAITING).exists()
    if "before" in ids and not waits:
        raise NoLongerNeeded("they have a place since, or wait no more")
    language = get_language() or settings.LANGUAGE_CODE
    return {
        **_facts(draw, entrant, interest, language),
        "fate": rank_of(draw, entrant),
        "before": before_words(ids["before"]) if "before" in ids else "",
    }


def _entrant(ids: Facts) -> tuple[Entrant, Interest]:
    found = (
        Entrant.objects.select_related("interest")
        .filter(pk=ids["entrant"], interest__generation=ids["generation"])
        .first()
    )
    if found is None or found.interest is None:
        raise NoLongerNeeded("the answer was erased, or its link renewed")
    if found.interest.standing != Interest.Standing.COUNTED:
        raise NoLongerNeeded("the answer counts no longer")
    return found, found.interest


def _facts(draw: Draw, entrant: Entrant, interest: Interest, language: str) -> dict[str, Any]:
    return {
        "code": entrant.code,
        "event": draw.event.in_language("title", language),
        "organisation": draw.event.organisation.name,
        "page": f"{settings.TURNOUT_BASE_URL}{page_of(draw)}?code={entrant.code}",
        "link": personal_link(interest),
    }


def _draw_of(entrant: Entrant) -> Draw:
    return for_many(("draw", entrant.draw_id), lambda: _draw(entrant.draw_id))


def _draw(pk: int) -> Draw:
    return Draw.objects.select_related("event__organisation", "wave").get(pk=pk)
