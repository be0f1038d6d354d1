from datetime import datetime
from typing import Any

from django.db import transaction

from turnout.interest import tallies
from turnout.interest.held import held
from turnout.interest.lifetime import refuse_if_over
from turnout.interest.models import Interest
from turnout.interest.note import note
from turnout.interest.restore import standing_before
from turnout.interest.subscribe import fulfil_wish
from turnout.interest.verify import confirm
from turnout.rules.form import Answer

CHANGED = ("name", "likelihood", "party", "country", "postcode", "options", "answers", "form_version")


@transaction.atomic
def change(pk: int, answer: Answer, now: datetime) -> Interest:
    """What the fan answers now; the address, the channel and the language stay. Raises EventOver.

    Who changes an answer holds its link, so the address is confirmed by it as well; and an answer that was
    taken back counts again, because its form and its consent were given anew.
    """
    interest = held(pk)
    refuse_if_over(interest.event)
    was_confirmed = interest.verified_at
    old = _differing(interest, answer)
    with tallies.recounting(interest):
        for field in old:
            setattr(interest, field, _plain(getattr(answer, field)))
        if interest.standing == Interest.Standing.WITHDRAWN:
            old["standing"] = interest.standing
            interest.standing, interest.standing_at = standing_before(interest), now
        confirm(interest, now)
    interest.save(update_fields=[*CHANGED, "verified_at", "standing", "standing_at"])
    if old:
        note(interest, "change", old=old)
    if not was_confirmed:
        fulfil_wish(interest, now)
    return interest


def _differing(interest: Interest, answer: Answer) -> dict[str, Any]:
    """The fields that change, with what they had."""
    return {
        field: getattr(interest, field)
        for field in CHANGED
        if getattr(interest, field) != _plain(getattr(answer, field))
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
