from datetime import datetime

from django.db import transaction

from turnout.interest.models import Interest, Subscriber
from turnout.journal.record import record
from turnout.outbox.unsubscribe_link import Purpose


@transaction.atomic
def unsubscribe(purpose: Purpose, public_id: str, now: datetime) -> None:
    """No more mails of that purpose. Said twice, or by somebody who was erased, it is just as true."""
    _switch(purpose, public_id, "unsubscribe", is_on=True, off_at=now)


@transaction.atomic
def undo_unsubscribe(purpose: Purpose, public_id: str) -> None:
    """As if they had never said stop."""
    _switch(purpose, public_id, "subscribe", is_on=False, off_at=None)


def _switch(purpose: Purpose, public_id: str, verb: str, *, is_on: bool, off_at: datetime | None) -> None:
    """By a conditional update: of two at once, one is told of in the journal."""
    if purpose == Purpose.NEWS:
        subscribers = Subscriber.objects.filter(public_id=public_id, ended_at__isnull=is_on)
        found = subscribers.values("pk", "organisation_id").first()
        if found and subscribers.update(ended_at=off_at):
            record("fan", verb, "subscriber", found["pk"], organisation_id=found["organisation_id"])
        return
    interests = Interest.objects.filter(public_id=public_id, mailings_off_at__isnull=is_on)
    answer = interests.values("pk", "event_id", "event__organisation_id").first()
    if answer and interests.update(mailings_off_at=off_at):
        record(
            "fan",
            verb,
            "interest",
            answer["pk"],
            organisation_id=answer["event__organisation_id"],
            event_id=answer["event_id"],
        )
