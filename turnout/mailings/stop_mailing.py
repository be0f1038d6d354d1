from datetime import datetime

from django.db import transaction

from turnout.mailings.models import Mailing
from turnout.mailings.note import note
from turnout.mailings.refusals import NotInThisState
from turnout.outbox.bundle import drop_bundle, hold_bundle, release_bundle

State = Mailing.State
CANCELLED = "the mailing was cancelled"


@transaction.atomic
def pause_mailing(mailing: Mailing, actor: str) -> None:
    """What is written waits; a mail in a worker's hands still goes out. Raises NotInThisState."""
    _move(mailing, [State.SENDING], state=State.PAUSED)
    hold_bundle(mailing.bundle)
    note(mailing, actor, "pause")


@transaction.atomic
def resume_mailing(mailing: Mailing, actor: str, now: datetime) -> None:
    """Raises NotInThisState."""
    _move(mailing, [State.PAUSED], state=State.SENDING, next_at=now)
    release_bundle(mailing.bundle, now)
    note(mailing, actor, "resume")


@transaction.atomic
def cancel_mailing(mailing: Mailing, actor: str, now: datetime) -> None:
    """For good: nobody more gets it. Raises NotInThisState."""
    _move(mailing, [State.SENDING, State.PAUSED], state=State.CANCELLED, ended_at=now)
    drop_bundle(mailing.bundle, CANCELLED)
    note(mailing, actor, "cancel")


def _move(mailing: Mailing, out_of: list[Mailing.State], **changes: object) -> None:
    if not Mailing.objects.filter(pk=mailing.pk, state__in=out_of).update(**changes):
        raise NotInThisState(mailing.state)
