from datetime import datetime

from django.db import IntegrityError, transaction

from turnout.interest import tallies
from turnout.interest.held import held
from turnout.interest.lifetime import refuse_if_over
from turnout.interest.models import Interest, PendingAddress, Subscriber
from turnout.interest.note import note
from turnout.interest.refusals import AddressTaken, LinkGone
from turnout.interest.subscribe import fulfil_wish
from turnout.interest.verify import confirm


def confirm_address(pending: PendingAddress, now: datetime) -> Interest:
    """The new address is theirs: they pressed the button behind the link that was mailed there.

    The answer is confirmed by it, older links stop working, and news go there from now on. Raises LinkGone,
    EventOver, and AddressTaken where somebody has answered under it.
    """
    try:
        with transaction.atomic():
            return _confirm(pending, now)
    except IntegrityError:
        raise AddressTaken from None


def _confirm(pending: PendingAddress, now: datetime) -> Interest:
    wish = PendingAddress.objects.filter(pk=pending.pk, number=pending.number, expires_at__gt=now)
    interest = held(pending.pk) if wish.exists() else None
    # Of two presses at once, the one that removes the wish goes on.
    if interest is None or not wish.delete()[0]:
        raise LinkGone
    refuse_if_over(interest.event)
    if Interest.objects.filter(event=interest.event_id, email_key=pending.email_key).exists():
        raise AddressTaken
    old_address, old_key, was_confirmed = interest.email, interest.email_key, interest.verified_at
    with tallies.recounting(interest):
        interest.email, interest.email_key = pending.email, pending.email_key
        interest.generation += 1
        confirm(interest, now)
    interest.save(
        update_fields=["email", "email_key", "generation", "verified_at", "standing", "standing_at"]
    )
    note(interest, "change_address", old={"email": old_address})
    if not was_confirmed:
        fulfil_wish(interest, now)
    _take_news_along(interest, old_key)
    return interest


def _take_news_along(interest: Interest, old_key: str) -> None:
    """What the old address subscribed to comes along, unless the new one has said what it wants."""
    of_host = Subscriber.objects.filter(organisation=interest.event.organisation_id)
    if not of_host.filter(email_key=interest.email_key).exists():
        of_host.filter(email_key=old_key).update(email=interest.email, email_key=interest.email_key)
