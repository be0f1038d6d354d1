"""How many mails may go out in a minute. The mails themselves are counted, so every worker sees the same."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from turnout.outbox.models import Mail

MINUTE = timedelta(minutes=1)


def without_full_domains(waiting: QuerySet[Mail]) -> QuerySet[Mail]:
    """Mails to a domain that has had its share would stand in front of all others."""
    counted = _going_out().values("domain").annotate(mails=Count("pk"))
    full = counted.filter(mails__gte=settings.TURNOUT_MAILS_PER_MINUTE_PER_DOMAIN)
    return waiting.exclude(domain__in=full.values("domain"))


def within_caps(waiting: Sequence[tuple[int, str]]) -> list[int]:
    """Of mails (pk, domain) that were just looked up, the first ones for which there is room.

    Workers that ask at the same time are given the same mails, oldest first, and each is sent once:
    so together they stay under the caps as well.
    """
    taken = Counter(dict(_going_out().values_list("domain").annotate(Count("pk"))))
    room = settings.TURNOUT_MAILS_PER_MINUTE - taken.total()
    allowed: list[int] = []
    for pk, domain in waiting:
        if len(allowed) < room and taken[domain] < settings.TURNOUT_MAILS_PER_MINUTE_PER_DOMAIN:
            taken[domain] += 1
            allowed.append(pk)
    return allowed


def _going_out() -> QuerySet[Mail]:
    """Sent within the last minute, or in a worker's hands."""
    return Mail.objects.filter(Q(sent_at__gt=Now() - MINUTE) | Q(claimed_until__gt=Now()))
