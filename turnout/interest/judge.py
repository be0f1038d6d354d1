"""Look at new answers among their neighbours, and keep apart what a program or a second account sent."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import attrgetter

from disposable_email_domains import blocklist
from django.db import transaction
from django.db.models import Q

from turnout.interest.models import Interest
from turnout.interest.tallies import recounting
from turnout.rules.suspicion import Seen, verdicts

# So many of the event's last answers are looked at: what came before is judged already.
AMONG = 3_000
AT_ONCE = 200
_LOOKED_AT = ("likelihood", "party", "country", "postcode", "options", "answers")


def judge(interests: Sequence[Interest], now: datetime) -> None:
    """Set the standing of these, and of earlier ones that they throw a light on.

    Who was reviewed by a member, or has confirmed the address, is left alone.
    """
    for event_id, batch in groupby(sorted(interests, key=attrgetter("event_id")), attrgetter("event_id")):
        found = verdicts(_neighbours(event_id, max(interest.pk for interest in batch)), disposable())
        judged = sorted(found.items())
        for start in range(0, len(judged), AT_ONCE):
            _keep_apart(dict(judged[start : start + AT_ONCE]), now)


@cache
def disposable() -> frozenset[str]:
    """The packaged list of throwaway mailboxes' domains, and one that stands for them in rehearsals."""
    return frozenset(blocklist) | {"throwaway.example"}


def _neighbours(event_id: int, last: int) -> list[Seen]:
    """The event's answers up to that one, in order of arrival; without those taken back."""
    interests = (
        Interest.objects.filter(event_id=event_id, pk__lte=last)
        .exclude(standing__in=[Interest.Standing.WITHDRAWN, Interest.Standing.EXPIRED])
        .order_by("-pk")
        .values_list("pk", "created_at", "name", "email_key", "signs", "network", *_LOOKED_AT)[:AMONG]
    )
    return [
        Seen(pk, at.timestamp(), name, email_key, frozenset(signs.split()), network, str(same))
        for pk, at, name, email_key, signs, network, *same in reversed(interests)
    ]


@transaction.atomic
def _keep_apart(found: dict[int, list[str]], now: datetime) -> None:
    reasons = {pk: " ".join(codes) for pk, codes in found.items()}
    open_to_doubt = Q(standing__in=[Interest.Standing.COUNTED, Interest.Standing.SUSPECT], reviewed_at=None)
    held = Interest.objects.select_for_update().filter(open_to_doubt, pk__in=reasons, verified_at=None)
    changed = [interest for interest in held.order_by("pk") if interest.reasons != reasons[interest.pk]]
    with recounting(*changed):
        for interest in changed:
            interest.reasons = reasons[interest.pk]
            if interest.standing != Interest.Standing.SUSPECT:
                interest.standing, interest.standing_at = Interest.Standing.SUSPECT, now
    Interest.objects.bulk_update(changed, ["reasons", "standing", "standing_at"])
