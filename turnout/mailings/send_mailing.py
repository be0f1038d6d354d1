"""The due work of a mailing: its mails are written into the outbox in batches, as fast as was set."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from turnout.interest.models import Interest
from turnout.mailings.models import Mailing
from turnout.mailings.recipients import Recipient, deliverable, recipients
from turnout.mailings.write import language_for
from turnout.outbox.bundle import states_of
from turnout.outbox.models import Mail

# A batch is what may go out in so much of a minute, and never more than one short transaction bears.
_PART_OF_A_MINUTE = 6
_MOST_AT_ONCE = 500
_LOOK_AGAIN = timedelta(seconds=5)
_UNFINISHED = {Mail.State.QUEUED, Mail.State.HELD}


def due(now: datetime) -> Sequence[int]:
    sending = Mailing.objects.filter(state=Mailing.State.SENDING, next_at__lte=now)
    return list(sending.order_by("next_at").values_list("pk", flat=True))


def send_mailing(pk: int, now: datetime) -> None:
    """The next batch; the end, once all its mails have ended. Nothing if it was stopped meanwhile."""
    mailing = (
        Mailing.objects.select_related("event__organisation")
        .filter(pk=pk, state=Mailing.State.SENDING, next_at__lte=now)
        .first()
    )
    if mailing is None:
        return
    if mailing.is_exhausted:
        _end(mailing, now)
        return
    at_once = max(1, min(_MOST_AT_ONCE, mailing.per_minute // _PART_OF_A_MINUTE))
    people = list(recipients(mailing).filter(pk__gt=mailing.cursor).order_by("pk")[:at_once])
    _queue(mailing, people, now)


def _queue(mailing: Mailing, people: Sequence[Recipient], now: datetime) -> None:
    """Where the batch begins is part of the condition: of two workers one writes it."""
    with transaction.atomic():
        mails = [_mail(mailing, person, now) for person in deliverable(_still_there(mailing, people))]
        pause = timedelta(minutes=len(mails) / mailing.per_minute)
        here = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING, cursor=mailing.cursor)
        moved = here.filter(is_exhausted=False).update(
            cursor=people[-1].pk if people else mailing.cursor,
            is_exhausted=not people,
            queued=F("queued") + len(mails),
            next_at=now + pause,
        )
        if moved:
            Mail.objects.bulk_create(mails)


def _still_there(mailing: Mailing, people: Sequence[Recipient]) -> list[Recipient]:
    """Held, as they are now: who is erased or moves meanwhile waits for these mails, and finds them."""
    found = recipients(mailing).filter(pk__in=[person.pk for person in people])
    return list(found.select_for_update(of=("self",)).order_by("pk"))


def _mail(mailing: Mailing, person: Recipient, now: datetime) -> Mail:
    return Mail(
        template="mailings/mailing",
        recipient=person.email,
        language=language_for(mailing, person.language),
        organisation_id=mailing.event.organisation_id,
        due_at=now,
        context={"mailing": mailing.pk, **_ids(person)},
        bundle=mailing.bundle,
    )


def _ids(person: Recipient) -> dict[str, int]:
    if isinstance(person, Interest):
        return {"interest": person.pk, "generation": person.generation}
    return {"subscriber": person.pk}


def _end(mailing: Mailing, now: datetime) -> None:
    here = Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.SENDING)
    if _UNFINISHED & states_of(mailing.bundle).keys():
        here.update(next_at=now + _LOOK_AGAIN)
    else:
        here.update(state=Mailing.State.SENT, ended_at=now)
