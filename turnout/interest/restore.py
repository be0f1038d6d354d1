from datetime import datetime

from django.db import transaction

from turnout.interest import tallies
from turnout.interest.held import held
from turnout.interest.lifetime import standing_again
from turnout.interest.models import Interest
from turnout.interest.note import note
from turnout.interest.refusals import TooLate
from turnout.interest.withdraw import UNDO, VERB
from turnout.journal.models import Entry


@transaction.atomic
def restore(pk: int, now: datetime) -> Interest:
    """Undo `withdraw`: the answer counts for what it counted before. Raises TooLate after a day.

    What had not been taken back stays as it is.
    """
    interest = held(pk)
    if interest.standing != Interest.Standing.WITHDRAWN:
        return interest
    taken_back = interest.standing_at or now
    if now - taken_back > UNDO:
        raise TooLate(taken_back + UNDO)
    with tallies.recounting(interest):
        interest.standing, interest.standing_at = standing_before(interest), now
    interest.save(update_fields=["standing", "standing_at"])
    note(interest, "restore")
    return interest


def standing_before(interest: Interest) -> str:
    """What a withdrawn answer counted for, as the journal has it: who was rejected does not come back in."""
    entry = (
        Entry.objects.filter(noun="interest", noun_id=interest.pk, verb=VERB)
        .select_related("old")
        .order_by("-id")
        .first()
    )
    old = getattr(entry, "old", None)
    before = str(old.values.get("standing", "")) if old else ""
    # An answer that had expired may have been confirmed meanwhile, by the mail to a new address.
    confirmed_since = before == Interest.Standing.EXPIRED and interest.verified_at
    return standing_again(interest) if not before or confirmed_since else before
