"""Everybody whom a wave is for gets a row, in its order: those it invites, and those who wait behind them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from turnout.interest.models import Interest
from turnout.interest.public_id import new_public_id
from turnout.invitations.models import Invitation, Wave
from turnout.invitations.plan import plan_of
from turnout.rules.round import NO_QUOTA, Candidate, filter_of

_AT_ONCE = 500


def enlist(wave: Wave, now: datetime) -> int:
    """How many more its wave is to invite. Called again it takes those who came later, after the others.

    In chunks, by the order: where it stops in the middle, the next call goes on there.
    """
    if wave.rule == Wave.Rule.NEXT:
        return _take_over(wave, now)
    plan = plan_of(wave, now)
    quotas = {person.key: quota for person, quota in plan.allotted.chosen}
    rows = [person for person in plan.fitting if person.key in quotas or wave.has_waitlist]
    last = Invitation.objects.filter(event_id=wave.event_id).aggregate(last=Max("position"))["last"] or 0
    for start in range(0, len(rows), _AT_ONCE):
        if not _write(wave, rows[start : start + _AT_ONCE], quotas, last + start, now):
            return 0
    return len(quotas)


@transaction.atomic
def _write(
    wave: Wave, people: Sequence[Candidate], quotas: Mapping[int, str], last: int, now: datetime
) -> bool:
    """Nothing, where the wave was stopped meanwhile. Who is in another wave by now is left to it."""
    # Holds the wave's row: of two workers the second sees whom the first has written.
    if not Wave.objects.filter(pk=wave.pk, state=Wave.State.SENDING).update(size=F("size")):
        return False
    there = set(
        Interest.objects.filter(pk__in=[each.key for each in people], standing=Interest.Standing.COUNTED)
        .exclude(invitations__state__in=Invitation.OPEN)
        .exclude(invitations__wave=wave)
        .select_for_update()
        .values_list("pk", flat=True)
    )
    Invitation.objects.bulk_create(
        Invitation(
            wave=wave,
            event_id=wave.event_id,
            interest_id=person.key,
            public_id=new_public_id(now),
            party=person.party,
            quota=quotas.get(person.key, group_of(wave, person)),
            position=last + place,
            is_chosen=person.key in quotas,
        )
        for place, person in enumerate(people, start=1)
        if person.key in there
    )
    return True


def group_of(wave: Wave, person: Candidate) -> str:
    """Of somebody who waits: the first quota group that they belong to."""
    for each in wave.quotas:
        if filter_of({"verified": False, **each["narrowing"]}).fits(person):
            return str(each["name"])
    return NO_QUOTA


@transaction.atomic
def _take_over(wave: Wave, now: datetime) -> int:
    """From the waitlist, which keeps its order; each keeps its place should it have to wait on."""
    chosen = [person.key for person, _ in plan_of(wave, now).allotted.chosen]
    waiting = Invitation.objects.filter(event_id=wave.event_id, state=Invitation.State.WAITING)
    return sum(
        waiting.filter(interest_id__in=chosen[start : start + _AT_ONCE]).update(wave=wave, is_chosen=True)
        for start in range(0, len(chosen), _AT_ONCE)
    )
