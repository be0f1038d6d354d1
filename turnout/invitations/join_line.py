"""Due work: who confirms the address after a round with a waitlist is over stands at the end of the line."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, QuerySet

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
    return sorted({wave.event_id for wave in over if _is_due(wave)})


def _is_due(wave: Wave) -> bool:
    """Once for everybody; from then on only who confirmed, or was cleared, since is looked at."""
    if wave.joined_until is None:
        return True
    return any(found.exists() for found in _late(wave.event_id, wave.joined_until))


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
    confirmed, cleared = (
        list(found.order_by("verified_at", "pk")[:_AT_ONCE]) for found in _late(event_id, since)
    )
    added = _add(waves, {each.pk for each in [*confirmed, *cleared]}, now)
    until = max(since, now - _OVERLAP)
    if len(confirmed) == _AT_ONCE and (last := confirmed[-1].verified_at or since) > since:
        until = last
    if len(cleared) == _AT_ONCE and added:
        until = since
    Wave.objects.filter(pk__in=[wave.pk for wave in waves]).update(joined_until=until)


def _that_are_over(event_id: int) -> QuerySet[Wave]:
    """The last first; none while another one is under way."""
    waves = Wave.objects.filter(event=event_id, event__stage=Stage.INVITING)
    if waves.filter(state__in=_UNDER_WAY).exists():
        return waves.none()
    over = waves.filter(state=State.SENT, has_waitlist=True).exclude(rule=Wave.Rule.NEXT)
    return over.order_by("-number")


def _late(event_id: int, since: datetime) -> tuple[QuerySet[Interest], QuerySet[Interest]]:
    """Who confirmed since, and who had before and was cleared since; asked apart, each has its index."""
    counted = Interest.objects.filter(event=event_id, standing=Interest.Standing.COUNTED)
    invited = Invitation.objects.filter(event=event_id, interest=OuterRef("pk"))
    late = counted.filter(~Exists(invited))
    return late.filter(verified_at__gt=since), late.filter(reviewed_at__gt=since, verified_at__lte=since)


def _add(waves: Sequence[Wave], late: Collection[int], now: datetime) -> int:
    """How many."""
    held = Interest.objects.filter(pk__in=late, standing=Interest.Standing.COUNTED)
    there = set(held.select_for_update().values_list("pk", flat=True))
    people = list(as_candidates(waves[0].event_id, Interest.objects.filter(pk__in=there)))
    last = Invitation.objects.filter(event=waves[0].event_id).aggregate(last=Max("position"))["last"] or 0
    made = Invitation.objects.bulk_create(
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
    return len(made)


def _fitting(waves: Sequence[Wave], people: Sequence[Candidate]) -> Iterator[tuple[Wave, Candidate]]:
    filters = [(wave, filter_of(wave.narrowing)) for wave in waves]
    for person in by_confirming(people):
        wave = next((wave for wave, filter in filters if filter.fits(person)), None)
        if wave is not None:
            yield wave, person
