"""Due work: everybody in a draw is written what was committed to, before the randomness exists."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from turnout.interest.models import Interest
from turnout.invitations.models import Draw, Entrant
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue_all

TEMPLATE = "invitations/committed"
_AT_ONCE = 500


def due(now: datetime) -> Sequence[int]:
    waiting = Draw.objects.filter(tell_at__lte=now)
    return list(waiting.order_by("tell_at").values_list("pk", flat=True))


@transaction.atomic
def tell_entrants(pk: int, now: datetime) -> None:
    """The next batch. Where it begins is part of the condition: of two workers one writes it."""
    draw = Draw.objects.select_related("event").get(pk=pk)
    people = list(
        Entrant.objects.filter(draw=draw, pk__gt=draw.cursor, interest__standing=Interest.Standing.COUNTED)
        .select_related("interest")
        .select_for_update(of=("interest",))
        .order_by("pk")[:_AT_ONCE]
    )
    here = Draw.objects.filter(pk=pk, cursor=draw.cursor, tell_at__isnull=False)
    cursor = people[-1].pk if people else draw.cursor
    if here.update(cursor=cursor, told=F("told") + len(people), tell_at=now if people else None):
        queue_all(_mail(draw, entrant, now) for entrant in people)


def _mail(draw: Draw, entrant: Entrant, now: datetime) -> Mail:
    interest = entrant.interest
    assert interest is not None  # noqa: S101  (of those that count)
    return Mail(
        template=TEMPLATE,
        recipient=interest.email,
        language=interest.language,
        organisation_id=draw.event.organisation_id,
        due_at=now,
        context={"entrant": entrant.pk, "interest": interest.pk, "generation": interest.generation},
        bundle=draw.bundle,
    )
