from datetime import datetime

from django.db import transaction

from turnout.interest.held import held
from turnout.interest.news import subscription_of
from turnout.interest.subscribe import subscribe
from turnout.interest.unsubscribe import unsubscribe
from turnout.outbox.unsubscribe_link import Purpose


@transaction.atomic
def switch_news(pk: int, on: bool, now: datetime) -> None:
    """Whether the owner of that interest wants to hear of the organisation's next events.

    Until the address is confirmed it is a wish, which confirming it fulfils.
    """
    interest = held(pk)
    interest.wants_news = on
    interest.save(update_fields=["wants_news"])
    if on:
        subscribe(interest, agreed_at=now, now=now)
    elif found := subscription_of(interest):
        unsubscribe(Purpose.NEWS, found.public_id, now)
