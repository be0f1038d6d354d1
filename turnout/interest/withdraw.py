from datetime import datetime, timedelta

from django.db import transaction

from turnout.interest import tallies
from turnout.interest.held import held
from turnout.interest.models import Interest
from turnout.interest.note import note

UNDO = timedelta(days=1)
VERB = "withdraw"


@transaction.atomic
def withdraw(pk: int, now: datetime) -> Interest:
    """The fan takes the answer back, at whatever stage: it counts no longer. For a day it can be undone."""
    interest = held(pk)
    before = interest.standing
    if before == Interest.Standing.WITHDRAWN:
        return interest
    with tallies.recounting(interest):
        interest.standing, interest.standing_at = Interest.Standing.WITHDRAWN, now
    interest.save(update_fields=["standing", "standing_at"])
    note(interest, VERB, old={"standing": before})
    return interest
