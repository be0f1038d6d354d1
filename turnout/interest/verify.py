from datetime import datetime

from django.db import transaction

from turnout.interest import tallies
from turnout.interest.held import held
from turnout.interest.lifetime import refuse_if_over, standing_again
from turnout.interest.models import Interest
from turnout.interest.note import note
from turnout.interest.refusals import TakenBack
from turnout.interest.subscribe import fulfil_wish


@transaction.atomic
def verify(pk: int, now: datetime) -> Interest:
    """The address is theirs: they pressed the button behind the mailed link. Pressing again changes nothing.

    An answer that expired counts again. Raises TakenBack, EventOver.
    """
    interest = held(pk)
    if interest.verified_at:
        return interest
    if interest.standing == Interest.Standing.WITHDRAWN:
        raise TakenBack(interest.standing_at)
    refuse_if_over(interest.event)
    with tallies.recounting(interest):
        confirm(interest, now)
    interest.save(update_fields=["verified_at", "standing", "standing_at"])
    note(interest, "verify")
    fulfil_wish(interest, now)
    return interest


def confirm(interest: Interest, now: datetime) -> None:
    """On the object alone, for a verb that holds its row."""
    interest.verified_at = interest.verified_at or now
    if interest.standing == Interest.Standing.EXPIRED:
        interest.standing, interest.standing_at = standing_again(interest), now
