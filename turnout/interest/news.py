"""Whether somebody hears of an organisation's next events, and who does."""

from django.db.models import QuerySet

from turnout.interest.models import Interest, Subscriber


def subscribers_of(organisation_id: int) -> QuerySet[Subscriber]:
    """Who may be written to about the next events."""
    return Subscriber.objects.filter(organisation_id=organisation_id, ended_at=None)


def subscription_of(interest: Interest) -> Subscriber | None:
    """The interest's address as a subscriber, one who said stop included."""
    return Subscriber.objects.filter(
        organisation=interest.event.organisation_id, email_key=interest.email_key
    ).first()


def wants_news(interest: Interest) -> bool:
    """What its owner last said: on the form until the address is confirmed, by subscribing from then on."""
    if interest.verified_at is None:
        return interest.wants_news
    found = subscription_of(interest)
    return found is not None and found.ended_at is None
