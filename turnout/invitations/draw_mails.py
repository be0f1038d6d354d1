"""The facts of the mail by which everybody in a draw learns what was committed to."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from turnout.interest.models import Interest
from turnout.interest.personal_link import personal_link
from turnout.invitations.draw_words import moment_of, page_of
from turnout.invitations.models import Draw, Entrant
from turnout.outbox.for_many import for_many
from turnout.outbox.render import NoLongerNeeded, resolves

Facts = Mapping[str, Any]


@resolves("invitations/committed")
def committed(ids: Facts) -> Facts:
    found = (
        Entrant.objects.select_related("interest")
        .filter(pk=ids["entrant"], interest__generation=ids["generation"])
        .first()
    )
    if found is None or found.interest is None:
        raise NoLongerNeeded("the answer was erased, or its link renewed")
    if found.interest.standing != Interest.Standing.COUNTED:
        raise NoLongerNeeded("the answer counts no longer")
    draw = for_many(("draw", found.draw_id), lambda: _draw(found.draw_id))
    if draw.state == Draw.State.ABANDONED:
        raise NoLongerNeeded("the draw was abandoned")
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "code": found.code,
        "commitment": draw.commitment,
        "entries": draw.entries,
        "seats": draw.seats,
        "decided": moment_of(draw, draw.decided, language),
        "event": draw.event.in_language("title", language),
        "organisation": draw.event.organisation.name,
        "page": f"{settings.TURNOUT_BASE_URL}{page_of(draw)}?code={found.code}",
        "link": personal_link(found.interest),
    }


def _draw(pk: int) -> Draw:
    return Draw.objects.select_related("event__organisation", "wave").get(pk=pk)
