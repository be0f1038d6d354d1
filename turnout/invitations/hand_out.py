"""Due work: what a draw comes to is computed, and becomes its wave's invitations and waitlist."""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.interest.public_id import new_public_id
from turnout.invitations.draw_file import frozen_bytes
from turnout.invitations.models import Draw, DrawRecord, Entrant, Invitation, Wave
from turnout.invitations.note import note
from turnout.rules.draw import draw as compute
from turnout.rules.draw import seed_of
from turnout.rules.draw_reading import read_frozen
from turnout.rules.draw_record import Frozen, commitment_of, result_of

# A worker that died with it in its hands is waited for so long.
LEASE = timedelta(minutes=10)
_AT_ONCE = 500
BY = "system"


@dataclass(frozen=True)
class _Lot:
    """What an entry drew: its rank, and the name of the quota whose seats it takes or would take."""

    code: str
    rank: int
    has_place: bool
    quota: str
    name: str


class AlteredSince(Exception):
    """What is stored is not what was committed to: nothing may come of it."""


def due(now: datetime) -> Sequence[int]:
    settling = Draw.objects.filter(state=Draw.State.SETTLING, next_at__lte=now)
    return list(settling.order_by("next_at").values_list("pk", flat=True))


def hand_out(pk: int, now: datetime) -> None:
    """In chunks; where it stops in the middle the next call goes on. Nothing if another worker has it."""
    mine = Draw.objects.filter(pk=pk, state=Draw.State.SETTLING, next_at__lte=now)
    if not mine.update(next_at=now + LEASE):
        return
    draw = Draw.objects.select_related("wave__event__organisation").get(pk=pk)
    frozen, seed = _committed(draw)
    outcome = compute(frozen.entries, frozen.seats, frozen.quotas, seed)
    takes = {place.code: place.quota for place in outcome.places}
    lots = _lots(frozen, outcome.order, takes)
    for chunk in _chunks(draw, lots):
        if not _write(draw, chunk, now):
            return
    _finish(draw, gzip.compress(result_of(outcome, seed), compresslevel=1), len(takes), now)


def _committed(draw: Draw) -> tuple[Frozen, bytes]:
    written = frozen_bytes(DrawRecord.objects.get(draw=draw))
    commitment = commitment_of(written)
    if commitment.hex() != draw.commitment or draw.proof is None:
        raise AlteredSince(draw.public_id)
    return read_frozen(written), seed_of(commitment, draw.proof.randomness)


def _lots(frozen: Frozen, order: Sequence[str], takes: Mapping[str, str]) -> list[_Lot]:
    """Those who got their seats, and then those who wait; both by rank."""
    names = {each.code: each.name for each in frozen.quotas} | {"": ""}
    own = {entry.code: entry.quota for entry in frozen.entries}
    lots = [
        _Lot(code, rank, code in takes, takes.get(code, ""), names[takes.get(code, own[code])])
        for rank, code in enumerate(order, 1)
    ]
    return sorted(lots, key=lambda lot: not lot.has_place)


def _chunks(draw: Draw, lots: Sequence[_Lot]) -> Iterator[list[tuple[_Lot, list[Entrant]]]]:
    """Friends are never parted: an entry is in one chunk with all its people."""
    for start in range(0, len(lots), _AT_ONCE):
        some = lots[start : start + _AT_ONCE]
        people: dict[str, list[Entrant]] = {}
        for entrant in Entrant.objects.filter(draw=draw, code__in=[lot.code for lot in some]).order_by("pk"):
            people.setdefault(entrant.code, []).append(entrant)
        yield [(lot, people.get(lot.code, [])) for lot in some]


@transaction.atomic
def _write(draw: Draw, chunk: Sequence[tuple[_Lot, list[Entrant]]], now: datetime) -> bool:
    """Whether it was still this worker's to do."""
    here = Draw.objects.filter(pk=draw.pk, state=Draw.State.SETTLING)
    if not here.update(next_at=max(now, timezone.now()) + LEASE):
        return False
    _rank(chunk)
    rows = [(lot, entrant) for lot, people in chunk for entrant in people]
    _invite([row for row in rows if row[0].has_place or draw.wave.has_waitlist], draw.wave, now)
    return True


def _rank(chunk: Sequence[tuple[_Lot, list[Entrant]]]) -> None:
    ranked = []
    for lot, people in chunk:
        for entrant in people:
            entrant.rank, entrant.has_place, entrant.quota = lot.rank, lot.has_place, lot.quota
            ranked.append(entrant)
    Entrant.objects.bulk_create(
        ranked, update_conflicts=True, update_fields=["rank", "has_place", "quota"], unique_fields=["id"]
    )


def _invite(rows: Sequence[tuple[_Lot, Entrant]], wave: Wave, now: datetime) -> None:
    """Friends have one position: whoever goes by it finds them together."""
    # Holds the event's row: positions are given out one after the other.
    Event.objects.filter(pk=wave.event_id).update(slug=F("slug"))
    last = Invitation.objects.filter(event_id=wave.event_id).aggregate(last=Max("position"))["last"] or 0
    there = _still_there(wave, [entrant.interest_id for _, entrant in rows])
    places = {code: last + at for at, code in enumerate(dict.fromkeys(lot.code for lot, _ in rows), 1)}
    Invitation.objects.bulk_create(
        Invitation(
            wave=wave,
            event_id=wave.event_id,
            interest_id=entrant.interest_id,
            public_id=new_public_id(now),
            party=entrant.party,
            quota=lot.name,
            position=places[lot.code],
            is_chosen=lot.has_place,
        )
        for lot, entrant in rows
        if entrant.interest_id in there
    )


def _still_there(wave: Wave, interests: Sequence[int | None]) -> set[int]:
    """Who took the answer back since, or was invited otherwise, is left out; and who has a row already."""
    known = [each for each in interests if each is not None]
    found = Interest.objects.filter(pk__in=known, standing=Interest.Standing.COUNTED)
    found = found.exclude(invitations__state__in=Invitation.OPEN).exclude(invitations__wave=wave)
    return set(found.select_for_update().values_list("pk", flat=True))


@transaction.atomic
def _finish(draw: Draw, result: bytes, places: int, now: datetime) -> None:
    here = Draw.objects.filter(pk=draw.pk, state=Draw.State.SETTLING)
    if not here.update(state=Draw.State.DRAWN, drawn_at=now, places=places, next_at=None):
        return
    DrawRecord.objects.filter(draw=draw).update(result=result)
    # Everybody whom it is for has a row: nobody is looked for again when it is sent.
    Wave.objects.filter(pk=draw.wave_id, state=Wave.State.DRAWING).update(
        state=Wave.State.DRAWN, is_enlisted=True
    )
    note(draw.wave, BY, "draw")
