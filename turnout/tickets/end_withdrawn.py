"""Due work: whose answer counts no longer, by whichever way, holds no place and waits for none."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from turnout.interest.models import Interest
from turnout.invitations.models import Invitation
from turnout.tickets.release import held_invitation, release

BATCH = 500
_GONE = (Interest.Standing.WITHDRAWN, Interest.Standing.REJECTED)


def due(now: datetime) -> Sequence[int]:
    """Asked apart, so that each way has its index: those taken back, and those a member rejected."""
    holding = Interest.objects.filter(invitations__state__in=Invitation.OPEN)
    rejected = holding.filter(standing=Interest.Standing.REJECTED, reviewed_at__isnull=False)
    taken_back = holding.filter(standing=Interest.Standing.WITHDRAWN)
    return [pk for found in (taken_back, rejected) for pk in found.values_list("pk", flat=True)[:BATCH]]


@transaction.atomic
def end_withdrawn(interest_id: int, now: datetime) -> None:
    """Nothing if it was brought back meanwhile."""
    if not Interest.objects.filter(pk=interest_id, standing__in=_GONE).exists():
        return
    if invitation := held_invitation(interest_id):
        release(invitation, Invitation.State.WITHDRAWN, now)
