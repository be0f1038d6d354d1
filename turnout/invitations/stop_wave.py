from datetime import datetime

from django.db import transaction

from turnout.forecasts.advance import go_back
from turnout.invitations.invite import TEMPLATE
from turnout.invitations.models import Invitation, Wave
from turnout.invitations.note import note
from turnout.invitations.refusals import NotInThisState
from turnout.outbox.bundle import drop_bundle, hold_bundle, release_bundle
from turnout.outbox.models import Mail, in_nobodys_hands

State = Wave.State
_AT_ONCE = 500
CANCELLED = "the invitations were stopped"


@transaction.atomic
def pause_wave(wave: Wave, actor: str) -> None:
    """What is written waits; a mail in a worker's hands still goes out. Raises NotInThisState."""
    _move(wave, [State.SENDING], state=State.PAUSED)
    hold_bundle(wave.bundle)
    note(wave, actor, "pause")


@transaction.atomic
def resume_wave(wave: Wave, actor: str, now: datetime) -> None:
    """Raises NotInThisState."""
    _move(wave, [State.PAUSED], state=State.SENDING, next_at=now)
    release_bundle(wave.bundle, now)
    note(wave, actor, "resume")


@transaction.atomic
def cancel_wave(wave: Wave, actor: str, now: datetime) -> None:
    """For good: nobody more is invited by it, and nobody waits in it. Whose mail has not gone out yet was
    not invited; who has it stays invited. Raises NotInThisState.
    """
    _move(wave, [State.SENDING, State.PAUSED, State.DRAWN], state=State.CANCELLED, ended_at=now)
    rows = Invitation.objects.filter(wave=wave)
    rows.filter(state=Invitation.State.WAITING).update(state=Invitation.State.WITHDRAWN, is_chosen=False)
    unsent = _not_told(wave)
    drop_bundle(wave.bundle, CANCELLED)
    for start in range(0, len(unsent), _AT_ONCE):
        some = rows.filter(pk__in=unsent[start : start + _AT_ONCE], state=Invitation.State.SENT)
        go_back(some.values_list("interest_id", flat=True))
        some.update(state=Invitation.State.WITHDRAWN, answered_at=now)
    note(wave, actor, "cancel")


def _not_told(wave: Wave) -> list[int]:
    """Whose mail waits in nobody's hands; held until the caller's transaction ends."""
    waiting = Mail.objects.filter(in_nobodys_hands(), bundle=wave.bundle, template=TEMPLATE)
    rows = waiting.filter(state__in=[Mail.State.QUEUED, Mail.State.HELD]).select_for_update()
    return [context["invitation"] for context in rows.values_list("context", flat=True)]


def _move(wave: Wave, out_of: list[Wave.State], **changes: object) -> None:
    if not Wave.objects.filter(pk=wave.pk, state__in=out_of).update(**changes):
        raise NotInThisState(wave.state)
