"""The draws that an answer is in: its entry code, and what became of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from turnout.interest.models import Interest
from turnout.invitations.draw_words import fate_of, page_of
from turnout.invitations.models import Draw, Entrant


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    found = Entrant.objects.filter(interest=interest).exclude(draw__state=Draw.State.PREPARING)
    lines = []
    for mine in found.select_related("draw__wave").order_by("-pk"):
        mine.draw.event = interest.event
        page = f"{page_of(mine.draw)}?code={mine.code}#entry"
        lines.append({"code": mine.code, "page": page, "fate": fate_of(mine.draw, mine)})
    return {"draws": lines}
