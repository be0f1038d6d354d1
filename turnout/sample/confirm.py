"""What the sample's people did with the mail they got: most confirmed it, within hours.

They are invented, so nothing is sent to them: their mails stand in the outbox as dropped.
"""

from copy import copy
from datetime import datetime, timedelta
from random import Random

from django.db.models import F

from turnout.events.models import Event
from turnout.interest import tallies
from turnout.interest.models import Interest, Repeat
from turnout.interest.remind import AFTER
from turnout.interest.welcome import welcome
from turnout.outbox.models import Mail

SHARE = 0.8
GREETED_AFTER = timedelta(seconds=4)
USUAL_DELAY = timedelta(minutes=40)
SHORTEST_DELAY = timedelta(seconds=30)
INVENTED = "the sample's people are invented: nobody is written to"


def confirm(event: Event, now: datetime) -> None:
    """In the caller's transaction, after the answers: each is judged and greeted as of when it came.

    Called again later, it goes on: what had been confirmed stays so.
    """
    _greet(event, now)
    answers = list(Interest.objects.filter(event=event).order_by("pk"))
    chance = Random("nimbus mail")  # noqa: S311 - the same story each time
    changed = [each for each in answers if _live(each, chance, now)]
    fresh = [each for each in changed if each.verified_at]
    before = [copy(each) for each in fresh]
    for each in before:
        each.verified_at = None
    tallies.subtract(before)
    tallies.add(fresh, shard=0)
    Interest.objects.bulk_update(changed, ["greeted_at", "verified_at", "reminded_at"])
    Repeat.objects.filter(interest__event=event).update(told_at=F("last_at"))


def _greet(event: Event, now: datetime) -> None:
    last_mail = Mail.objects.order_by("pk").last()
    waiting = Interest.objects.filter(event=event, greeted_at=None).order_by("pk")
    while first := waiting.first():
        welcome(first.pk, now)
    queued = Mail.objects.filter(
        pk__gt=last_mail.pk if last_mail else 0, organisation_id=event.organisation_id
    )
    queued.update(state=Mail.State.DROPPED, error=INVENTED)


def _live(interest: Interest, chance: Random, now: datetime) -> bool:
    """Whether that changed anything."""
    before = (interest.greeted_at, interest.verified_at, interest.reminded_at)
    interest.greeted_at = interest.created_at + GREETED_AFTER
    delay = SHORTEST_DELAY + chance.expovariate(1) * USUAL_DELAY
    # A herd of addresses has one mailbox, which nobody reads.
    reads = chance.random() < SHARE and "+" not in interest.email
    if reads and interest.standing == Interest.Standing.COUNTED and interest.created_at + delay < now:
        interest.verified_at, interest.reminded_at = interest.created_at + delay, None
    else:
        interest.reminded_at = min(interest.greeted_at + AFTER, now)
    return before != (interest.greeted_at, interest.verified_at, interest.reminded_at)
