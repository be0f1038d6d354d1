from datetime import datetime

from django.db import transaction

from turnout.events.models import Event
from turnout.invitations.models import INVITING, TO_THINK, Decision, Invitation, Wave
from turnout.invitations.note import note
from turnout.invitations.plan import plan_of
from turnout.invitations.refusals import (
    NobodyToInvite,
    NothingDecided,
    NotInThisState,
    NotInviting,
    WrongReplyBy,
)

State = Wave.State


def start_wave(wave: Wave, actor: str, now: datetime) -> None:
    """The first are invited after a minute.

    Raises NothingDecided, NotInviting, WrongReplyBy, NobodyToInvite, NotInThisState.
    """
    # Counted before the transaction: it looks at each answer.
    size = size_of(wave, now)
    if not size:
        raise NobodyToInvite
    with transaction.atomic():
        # Held: whoever takes the decision back at this moment waits, and sees this wave.
        decision = Decision.objects.select_for_update().filter(event_id=wave.event_id).first()
        if decision is None:
            raise NothingDecided
        if wave.reply_by is None or not now + TO_THINK < wave.reply_by <= decision.doors_at:
            raise WrongReplyBy
        if Event.objects.values_list("stage", flat=True).get(pk=wave.event_id) not in INVITING:
            raise NotInviting
        ready = Wave.objects.filter(pk=wave.pk, state=_ready(wave))
        if not ready.update(state=State.SENDING, started_at=now, next_at=now + TO_THINK, size=size):
            raise NotInThisState(wave.state)
        note(wave, actor, "send")


def size_of(wave: Wave, now: datetime) -> int:
    """How many would be invited: of a draw that was held those who won."""
    if wave.state == State.DRAWN:
        return wave.invitations.filter(is_chosen=True, state=Invitation.State.WAITING).count()
    return plan_of(wave, now).people


def _ready(wave: Wave) -> str:
    return State.DRAWN if wave.rule == Wave.Rule.DRAW else State.DRAFT


@transaction.atomic
def take_back(wave: Wave, actor: str) -> None:
    """As it was before, as long as nobody was invited or enlisted. Raises NotInThisState."""
    untouched = Wave.objects.filter(pk=wave.pk, state=State.SENDING, invited=0)
    if wave.rule != Wave.Rule.DRAW:
        untouched = untouched.filter(is_enlisted=False)
    if not untouched.update(state=_ready(wave), started_at=None, next_at=None, size=0):
        raise NotInThisState(wave.state)
    note(wave, actor, "take_back")
