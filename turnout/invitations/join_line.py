"""Due work: who confirms the address after a round with a waitlist is over stands at the end of the line."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from turnout.events.models import Event, Stage
from turnout.interest.models import Interest
from turnout.interest.public_id import new_public_id
from turnout.invitations.candidates import as_candidates
from turnout.invitations.enlist import group_of
from turnout.invitations.models import Invitation, Wave
from turnout.rules.round import Candidate, by_confirming, filter_of

State = Wave.State
# While one of these goes on, those who come late are its own affair, or wait until it is over.
_UNDER_WAY = [State.DRAWING, State.SENDING, State.PAUSED]
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
# What was confirmed in a transaction that took a while is seen in the next round.
_OVERLAP = timedelta(minutes=1)
_AT_ONCE = 500


def due(now: datetime) -> Sequence[int]:
    """Events in which somebody confirmed since, and was never invited, nor waits."""
    over = Wave.objects.filter(state=State.SENT, has_waitlist=True, event__stage=Stage.INVITING)
    over = over.exclude(rule=Wave.Rule.NEXT).exclude(event__waves__state__in=_UNDER_WAY)
    found = {wave.event_id for wave in over if _late(wave.event_id, wave.joined_until).exists()}
    return sorted(found)


@transaction.atomic
def join_line(event_id: int, now: datetime) -> None:
    """In the order of their confirming, each in the last round that they fit; who fits none waits for a new
    one. Nobody who left the line, declined or did not reply comes back by this.
    """
    # Holds the event's row: positions are given out one after the other.
    Event.objects.filter(pk=event_id).update(slug=F("slug"))
    waves = list(_that_are_over(event_id))
    if not waves:
        return
    since = min(wave.joined_until or _EVER for wave in waves)
    late = list(_late(event_id, since).order_by("verified_at", "pk")[:_AT_ONCE])
    _add(waves, late, now)
    until = max(since, now - _OVERLAP)
    if len(late) == _AT_ONCE and (last := late[-1].verified_at or since) > since:
        until = last
    Wave.objects.filter(pk__in=[wave.pk for wave in waves]).update(joined_until=until)


def _that_are_over(event_id: int) -> QuerySet[Wave]:
    """The last first; none while another one is under way."""
    waves = Wave.objects.filter(event=event_id, event__stage=Stage.INVITING)
    if waves.filter(state__in=_UNDER_WAY).exists():
        return waves.none()
    over = waves.filter(state=State.SENT, has_waitlist=True).exclude(rule=Wave.Rule.NEXT)
    return over.order_by("-number")


def _late(event_id: int, since: datetime | None) -> QuerySet[Interest]:
    counted = Interest.objects.filter(event=event_id, standing=Interest.Standing.COUNTED)
    since = since or _EVER
    confirmed = Q(verified_at__gt=since) | Q(reviewed_at__gt=since, verified_at__isnull=False)
    invited = Invitation.objects.filter(event=event_id).values("interest_id")
    return counted.filter(confirmed).exclude(pk__in=invited)


def _add(waves: Sequence[Wave], late: Sequence[Interest], now: datetime) -> None:
    held = Interest.objects.filter(pk__in=[each.pk for each in late], standing=Interest.Standing.COUNTED)
    there = set(held.select_for_update().values_list("pk", flat=True))
    people = list(as_candidates(waves[0].event_id, Interest.objects.filter(pk__in=there)))
    last = Invitation.objects.filter(event=waves[0].event_id).aggregate(last=Max("position"))["last"] or 0
    Invitation.objects.bulk_create(
        Invitation(
            wave=wave,
            event_id=wave.event_id,
            interest_id=person.key,
            public_id=new_public_id(now),
            party=person.party,
            quota=group_of(wave, person),
            position=last + place,
        )
        for place, (wave, person) in enumerate(_fitting(waves, people), 1)
    )


def _fitting(waves: Sequence[Wave], people: Sequence[Candidate]) -> Iterator[tuple[Wave, Candidate]]:
    filters = [(wave, filter_of(wave.narrowing)) for wave in waves]
    for person in by_confirming(people):
        wave = next((wave for wave, filter in filters if filter.fits(person)), None)
        if wave is not None:
            yield wave, person
