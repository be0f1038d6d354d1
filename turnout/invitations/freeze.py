"""Due work: the entries of a draw are written down, and what they are is committed to."""

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import randbits

from django.db import transaction
from django.utils import timezone

from turnout.invitations.abandon import give_up
from turnout.invitations.been_before import been_before
from turnout.invitations.candidates import each_candidate
from turnout.invitations.models import Draw, DrawRecord, Entrant, Friend
from turnout.invitations.note import note
from turnout.invitations.weight_words import rule_in_record
from turnout.rules.draw import OPEN, Entry, Quota, code_of
from turnout.rules.draw_record import Frozen, canonical, commitment_of
from turnout.rules.round import Candidate, Filter, filter_of
from turnout.rules.weights import BEEN_BEFORE

# A worker that died with it in its hands is waited for so long.
LEASE = timedelta(minutes=10)
# The mails must have had a chance to go out before the randomness is there.
LEAST_LEFT = timedelta(minutes=1)
_AT_ONCE = 2_000
BY = "system"
Bits = Callable[[int], int]


def due(now: datetime) -> Sequence[int]:
    preparing = Draw.objects.filter(state=Draw.State.PREPARING, next_at__lte=now)
    return list(preparing.order_by("next_at").values_list("pk", flat=True))


def freeze(pk: int, now: datetime, bits: Bits = randbits) -> None:
    """Nothing if another worker has it. Where the randomness is too near by now the draw is given up."""
    mine = Draw.objects.filter(pk=pk, state=Draw.State.PREPARING, next_at__lte=now)
    if not mine.update(next_at=now + LEASE):
        return
    draw = Draw.objects.select_related("wave__event__organisation").get(pk=pk)
    if now + LEAST_LEFT > draw.decided:
        give_up(draw, now)
        return
    Entrant.objects.filter(draw=draw).delete()
    entered = _entered(draw, bits)
    _write(draw, entered.rows)
    frozen = _frozen(draw, entered)
    # It may have taken a while, and what counts is when everybody could see it.
    _publish(draw, entered, canonical(frozen), max(now, timezone.now()), lease=now + LEASE)


@dataclass
class _Entered:
    """`rows` are interest, code and party of each answer; friends share a code."""

    rows: list[tuple[int, str, int]] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    verified: int = 0

    def add(self, person: Candidate, code: str, weight: int, quota: str) -> None:
        self.rows.append((person.key, code, person.party))
        self.verified += person.is_verified
        before = self.entries.get(code)
        self.entries[code] = (
            Entry(code, person.party, weight, quota)
            if before is None
            else Entry(
                code,
                before.party + person.party,
                min(before.weight, weight),
                quota if quota == before.quota else OPEN,
            )
        )


def _entered(draw: Draw, bits: Bits) -> _Entered:
    quotas = [
        (str(of["code"]), filter_of({"verified": False, **each["narrowing"]}))
        for of, each in zip(draw.quotas, draw.wave.quotas, strict=True)
    ]
    groups = dict(Friend.objects.filter(group__event_id=draw.event_id).values_list("interest_id", "group_id"))
    weighing = draw.weighing
    came = been_before(draw.wave.event) if weighing.by == BEEN_BEFORE else set()
    codes: dict[int, str] = {}
    found = _Entered()
    for person in each_candidate(draw.wave):
        group = groups.get(person.key)
        code = codes.get(group, "") if group else ""
        if not code:
            code = _new_code(found.entries, bits)
            if group:
                codes[group] = code
        weight = weighing.of(person, was_there=person.key in came)
        found.add(person, code, weight, _quota_of(person, quotas))
    return found


def _new_code(taken: dict[str, Entry], bits: Bits) -> str:
    while (code := code_of(bits(50))) in taken:
        pass
    return code


def _quota_of(person: Candidate, quotas: Sequence[tuple[str, Filter]]) -> str:
    return next((code for code, of in quotas if of.fits(person)), OPEN)


def _write(draw: Draw, rows: Sequence[tuple[int, str, int]]) -> None:
    """In many short transactions: others write meanwhile."""
    for start in range(0, len(rows), _AT_ONCE):
        Entrant.objects.bulk_create(
            Entrant(draw=draw, interest_id=interest, code=code, party=party)
            for interest, code, party in rows[start : start + _AT_ONCE]
        )


def _frozen(draw: Draw, entered: _Entered) -> Frozen:
    event = draw.wave.event
    return Frozen(
        draw=draw.public_id,
        event=event.title,
        host=event.organisation.name,
        rule=rule_in_record(event, draw.rule, draw.weighing),
        closed=draw.closed,
        seats=draw.seats,
        quotas=[Quota(**each) for each in draw.quotas],
        answers=len(entered.rows),
        verified=entered.verified,
        randomness=draw.named,
        entries=sorted(entered.entries.values()),
    )


def _publish(draw: Draw, entered: _Entered, written: bytes, now: datetime, lease: datetime) -> None:
    packed = gzip.compress(written, compresslevel=1)
    with transaction.atomic():
        mine = Draw.objects.filter(pk=draw.pk, state=Draw.State.PREPARING, next_at=lease)
        changed = mine.update(
            state=Draw.State.FROZEN,
            commitment=commitment_of(written).hex(),
            frozen_at=now,
            entries=len(entered.entries),
            answers=len(entered.rows),
            verified=entered.verified,
            tell_at=now,
            # Of announced numbers somebody tells; a beacon's round is fetched.
            next_at=draw.decided if draw.round is not None else None,
        )
        if changed:
            DrawRecord.objects.update_or_create(draw=draw, defaults={"frozen": packed})
            note(draw.wave, BY, "commit_draw")
