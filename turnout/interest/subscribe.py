from datetime import datetime

from django.db import transaction

from turnout.interest.models import Interest, Subscriber
from turnout.interest.news_words import news_wording
from turnout.interest.public_id import new_public_id
from turnout.journal.record import record


@transaction.atomic
def subscribe(interest: Interest, agreed_at: datetime, now: datetime) -> Subscriber | None:
    """The news of its organisation go to the interest's address from now on.

    Only an address that was confirmed is ever written to: before that, None. Who agreed and later said
    stop has stopped, whatever they agreed to before.
    """
    if interest.verified_at is None:
        return None
    organisation = interest.event.organisation
    found, is_new = Subscriber.objects.select_for_update().get_or_create(
        organisation=organisation,
        email_key=interest.email_key,
        defaults={
            "public_id": new_public_id(now),
            "email": interest.email,
            "language": interest.language,
            "wording": news_wording(organisation, interest.language),
            "since": now,
        },
    )
    if not is_new and (found.ended_at is None or agreed_at <= found.ended_at):
        return found
    if found.ended_at is not None:
        _begin_again(found, interest, now)
    record("fan", "subscribe", "subscriber", found.pk, organisation_id=organisation.pk, fields=[])
    return found


def fulfil_wish(interest: Interest, now: datetime) -> None:
    """What was ticked on the form comes true when the address is confirmed; in the caller's transaction."""
    if interest.wants_news:
        subscribe(interest, agreed_at=interest.created_at, now=now)


def _begin_again(found: Subscriber, interest: Interest, now: datetime) -> None:
    found.ended_at, found.since = None, now
    found.email, found.language = interest.email, interest.language
    found.wording = news_wording(interest.event.organisation, interest.language)
    found.save()
