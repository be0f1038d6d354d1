"""Due work: whoever was not drawn is told so once, after those who were have their invitations."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from turnout.interest.models import Interest
from turnout.invitations.models import Draw, Entrant, Invitation
from turnout.invitations.waitlist import heads_ahead
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue_all

TEMPLATE = "invitations/not_drawn"
_AT_ONCE = 500


def due(now: datetime) -> Sequence[int]:
    waiting = Draw.objects.filter(others_at__lte=now)
    return list(waiting.order_by("others_at").values_list("pk", flat=True))


@transaction.atomic
def tell_not_drawn(pk: int, now: datetime) -> None:
    """The next batch by rank. Where it begins is part of the condition: of two workers one writes it."""
    draw = Draw.objects.select_related("event", "wave").get(pk=pk)
    people = _whole_ranks(list(_not_drawn(draw)[:_AT_ONCE]))
    here = Draw.objects.filter(pk=pk, others_rank=draw.others_rank, others_at__isnull=False)
    last = people[-1].rank if people else draw.others_rank
    if here.update(others_rank=last, others_at=now if people else None):
        queue_all(_mails(draw, people, now))


def _not_drawn(draw: Draw) -> QuerySet[Entrant]:
    return (
        Entrant.objects.filter(draw=draw, has_place=False, rank__gt=draw.others_rank)
        .select_related("interest")
        .order_by("rank", "pk")
    )


def _whole_ranks(people: list[Entrant]) -> list[Entrant]:
    """Friends have one rank: what was cut off in the middle is left to the next batch."""
    if len(people) < _AT_ONCE:
        return people
    last = people[-1].rank
    return [each for each in people if each.rank != last]


def _mails(draw: Draw, people: Sequence[Entrant], now: datetime) -> Iterator[Mail]:
    """With how many wait before them as of now; who got a place since, or left, is not written to."""
    ids = [each.interest_id for each in people]
    waiting = Invitation.objects.filter(event=draw.event_id, interest__in=ids)
    rows = {each.interest_id: each for each in waiting.filter(state=Invitation.State.WAITING)}
    before = _before(draw, list(rows.values()))
    for entrant in people:
        interest = entrant.interest
        if interest is None or interest.standing != Interest.Standing.COUNTED:
            continue
        if draw.wave.has_waitlist and interest.pk not in rows:
            continue
        place = before.get(rows[interest.pk].position) if interest.pk in rows else None
        yield _mail(draw, entrant, interest, place, now)


def _before(draw: Draw, waiting: Sequence[Invitation]) -> dict[int, int]:
    """By position: asked once, and counted on from there. Friends have one position, and one place."""
    parties: dict[int, int] = {}
    for each in waiting:
        parties[each.position] = parties.get(each.position, 0) + each.party
    found: dict[int, int] = {}
    heads = heads_ahead(draw.event_id, min(parties)) if parties else 0
    for position in sorted(parties):
        found[position] = heads
        heads += parties[position]
    return found


def _mail(draw: Draw, entrant: Entrant, interest: Interest, before: int | None, now: datetime) -> Mail:
    ids = {"entrant": entrant.pk, "interest": interest.pk, "generation": interest.generation}
    if before is not None:
        ids["before"] = before
    return Mail(
        template=TEMPLATE,
        context=ids,
        recipient=interest.email,
        organisation_id=draw.event.organisation_id,
        bundle=f"{draw.bundle}:others",
        language=interest.language,
        due_at=now,
    )
