from datetime import datetime

from django.db import transaction

from turnout.invitations.draw_refusals import DrawIsOver, NoReason
from turnout.invitations.models import Draw, Wave
from turnout.invitations.note import note
from turnout.outbox.bundle import drop_bundle

State = Draw.State
# Said in the event's record, which is in one language: the reader's page says it in theirs.
TOO_LATE = "The entries were not written down in time, before the randomness came."
GONE = "the draw was abandoned"


def abandon(draw: Draw, actor: str, why: str, now: datetime) -> None:
    """For good, and for everybody to see. Its round of invitations ends with it.

    Raises NoReason, DrawIsOver.
    """
    if not why.strip():
        raise NoReason
    _abandon(draw, actor, why.strip(), now)


def give_up(draw: Draw, now: datetime) -> None:
    """By itself, where it would not be fair any more."""
    _abandon(draw, "system", TOO_LATE, now)


@transaction.atomic
def _abandon(draw: Draw, actor: str, why: str, now: datetime) -> None:
    open_ones = Draw.objects.filter(pk=draw.pk, state__in=[State.PREPARING, State.FROZEN])
    changes = {"state": State.ABANDONED, "abandoned_at": now, "why": why, "next_at": None, "tell_at": None}
    if not open_ones.update(**changes):
        raise DrawIsOver(draw.state)
    Wave.objects.filter(pk=draw.wave_id, state=Wave.State.DRAWING).update(
        state=Wave.State.CANCELLED, ended_at=now
    )
    drop_bundle(draw.bundle, GONE)
    note(draw.wave, actor, "abandon_draw")
