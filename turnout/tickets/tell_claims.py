"""Due work: whoever has confirmed a place gets the mail with the tickets."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from turnout.outbox.models import Mail
from turnout.outbox.queue import mail_of, queue_all
from turnout.tickets.models import Claim

BATCH = 500
TEMPLATE = "tickets/yours"
# In a rush a batch is worth its commit: the worker's writes must not stand in the way of the claims'.
PATIENCE = timedelta(seconds=1)


def due(now: datetime) -> Sequence[int]:
    """The claim that has waited longest stands for its batch."""
    first = Claim.objects.filter(told_at=None).order_by("pk").values_list("pk", "invitation__answered_at")
    return [pk for pk, at in first[:1] if at is None or at <= now - PATIENCE]


@transaction.atomic
def tell_claims(first: int, now: datetime) -> None:
    """A batch; what another worker has in hand is left to it. Who gave the place back by now gets nothing."""
    batch = list(
        Claim.objects.filter(told_at=None)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("invitation__interest", "invitation__event")
        .order_by("pk")[:BATCH]
    )
    Claim.objects.filter(pk__in=[each.pk for each in batch]).update(told_at=now)
    queue_all([_mail(each, now) for each in batch if each.invitation])


def _mail(claim: Claim, now: datetime) -> Mail:
    assert claim.invitation is not None  # noqa: S101  (asked before)
    interest = claim.invitation.interest
    return mail_of(
        TEMPLATE,
        interest.email,
        language=interest.language,
        organisation_id=claim.invitation.event.organisation_id,
        due_at=now,
        interest=interest.pk,
        link=interest.generation,
    )
