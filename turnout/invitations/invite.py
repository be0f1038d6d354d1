from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from turnout.forecasts.advance import advance
from turnout.forecasts.models import Step
from turnout.interest.models import Interest
from turnout.invitations.mail_to import mail_to
from turnout.invitations.models import Decision, Invitation
from turnout.outbox.queue import queue_all

TEMPLATE = "invitations/invitation"


@transaction.atomic
def invite(waiting: Collection[int], reply_by: datetime, now: datetime) -> list[Invitation]:
    """Offer a place to those of these invitations that still wait, and queue the mail that says so; who.

    Whether there are seats for them is the caller's affair: a wave offers as many as it was told to,
    promotion as many as came free. An answer that counts no longer is not invited. What another worker has
    in hand is left to it.
    """
    found = Invitation.objects.filter(pk__in=waiting, state=Invitation.State.WAITING)
    rows = list(
        found.filter(interest__standing=Interest.Standing.COUNTED)
        .select_related("interest", "wave__event")
        .select_for_update(skip_locked=True, of=("self", "interest"))
        .order_by("position", "pk")
    )
    for row in rows:
        row.state, row.sent_at, row.reply_by = Invitation.State.SENT, now, reply_by
    version = Decision.objects.filter(event=OuterRef("event")).values("version")
    Invitation.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=Invitation.State.SENT,
        sent_at=now,
        reply_by=reply_by,
        told_version=Coalesce(Subquery(version), Value(1)),
    )
    _count_as_invited(rows, now)
    queue_all([mail_to(row, TEMPLATE, now, bundle=row.wave.bundle) for row in rows])
    return rows


def _count_as_invited(rows: Sequence[Invitation], now: datetime) -> None:
    """In the forecast, event by event."""
    for event_id in {row.event_id for row in rows}:
        mine = [row.interest_id for row in rows if row.event_id == event_id]
        advance(event_id, mine, Step.INVITED, now)
