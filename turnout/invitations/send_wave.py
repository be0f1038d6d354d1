"""The due work of a wave: its people are invited in batches, in order, as fast as was set."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from turnout.invitations.enlist import enlist
from turnout.invitations.invite import invite
from turnout.invitations.models import INVITING, Draw, Invitation, Wave
from turnout.invitations.top_up import top_up
from turnout.outbox.bundle import states_of
from turnout.outbox.models import Mail

# A batch is what may go out in so much of a minute, and never more than one short transaction bears.
_PART_OF_A_MINUTE = 6
_MOST_AT_ONCE = 500
_LOOK_AGAIN = timedelta(seconds=5)
_UNFINISHED = {Mail.State.QUEUED, Mail.State.HELD}


def due(now: datetime) -> Sequence[int]:
    """None of an event that was cancelled, or taken back to a draft: it goes on when the event does."""
    sending = Wave.objects.filter(state=Wave.State.SENDING, next_at__lte=now, event__stage__in=INVITING)
    return list(sending.order_by("next_at").values_list("pk", flat=True))


def send_wave(pk: int, now: datetime) -> None:
    """The next batch; the end, once all its mails have ended. Nothing if it was stopped meanwhile."""
    wave = (
        Wave.objects.select_related("event__organisation")
        .filter(pk=pk, state=Wave.State.SENDING, next_at__lte=now, event__stage__in=INVITING)
        .first()
    )
    if wave is None:
        return
    if not wave.is_enlisted:
        enlist(wave, now)
        wave.is_enlisted = True
        Wave.objects.filter(pk=pk, state=Wave.State.SENDING).update(is_enlisted=True)
    at_once = max(1, min(_MOST_AT_ONCE, wave.per_minute // _PART_OF_A_MINUTE))
    if batch := list(turn_of(wave)[:at_once]):
        _invite(wave, batch, now)
    # Who confirmed while it was being sent, and the seats of those who left, before it ends.
    elif not _more(wave, now):
        _end(wave, now)


def turn_of(wave: Wave) -> "QuerySet[Invitation, int]":
    """Those that it has still to invite, in order."""
    rows = Invitation.objects.filter(wave=wave, state=Invitation.State.WAITING, is_chosen=True)
    return rows.order_by("position", "pk").values_list("pk", flat=True)


def _more(wave: Wave, now: datetime) -> int:
    """Those who wait in it come before those who come late."""
    more = top_up(wave)
    return more if wave.rule in {Wave.Rule.DRAW, Wave.Rule.NEXT} else more + enlist(wave, now)


def _invite(wave: Wave, batch: Sequence[int], now: datetime) -> None:
    """The time of the turn is part of the condition: of two workers one writes it."""
    with transaction.atomic():
        mine = Wave.objects.filter(pk=wave.pk, state=Wave.State.SENDING, next_at=wave.next_at)
        if not mine.update(next_at=now) or wave.reply_by is None:
            return
        invited = invite(batch, wave.reply_by, now)
        # Who took the answer back meanwhile has no turn any more.
        Invitation.objects.filter(pk__in=batch, state=Invitation.State.WAITING).update(
            state=Invitation.State.WITHDRAWN, is_chosen=False
        )
        Wave.objects.filter(pk=wave.pk).update(
            invited=F("invited") + len(invited),
            offered=F("offered") + sum(each.party for each in invited),
            next_at=now + timedelta(minutes=len(invited) / wave.per_minute),
        )


def _end(wave: Wave, now: datetime) -> None:
    here = Wave.objects.filter(pk=wave.pk, state=Wave.State.SENDING)
    if _UNFINISHED & states_of(wave.bundle).keys():
        here.update(next_at=now + _LOOK_AGAIN)
        return
    with transaction.atomic():
        if here.update(state=Wave.State.SENT, ended_at=now):
            # Who was drawn has the invitation by now: nobody hears first that others were.
            Draw.objects.filter(wave=wave, state=Draw.State.DRAWN).update(others_at=now)
