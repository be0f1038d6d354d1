"""Who waits, as the rules of the line see them: one by one, and friends together."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from turnout.invitations.models import Invitation
from turnout.invitations.waitlist import in_line
from turnout.rules.waitlist import EVERYBODYS, InLine

# So many are looked at in one go; who comes after them has their turn in the next.
BATCH = 500


class Waiting(NamedTuple):
    """One invitation that waits; `friends` is the group, None of who stands alone."""

    pk: int
    position: int
    party: int
    quota: str
    wave: int
    friends: int | None

    @property
    def unit(self) -> tuple[int, int]:
        """Friends stand at one place of the order: who waited anew since stands at another, and alone."""
        return (self.position, self.friends) if self.friends else (-1, self.pk)


def line_of(
    event_id: int, room: Mapping[str, int], until: Mapping[int, datetime | None] | None = None
) -> list[InLine]:
    """The first who may fit: those of a group into as many seats as `room` has for it, others into ""'s.

    `until` has a reply-by for each round whose people are invited by themselves now; the others hold seats.
    """
    fits = Q(party__lte=room[EVERYBODYS]) & ~Q(quota__in=[name for name in room if name != EVERYBODYS])
    for name, heads in room.items():
        if name != EVERYBODYS:
            fits |= Q(party__lte=heads, quota=name)
    first = list(_rows(in_line(event_id).filter(fits)[:BATCH]))
    # Of friends one may be too many, and still be one of them.
    friends = in_line(event_id).filter(
        interest__friend__group__in={row.friends for row in first if row.friends}
    )
    rows = {row.pk: row for row in [*first, *_rows(friends)]}
    return list(_units(rows.values(), until or {}))


def _rows(found: QuerySet[Invitation]) -> Iterator[Waiting]:
    columns = ("pk", "position", "party", "quota", "wave_id", "interest__friend__group_id")
    return (Waiting(*row) for row in found.values_list(*columns))


def _units(rows: Iterable[Waiting], until: Mapping[int, datetime | None]) -> Iterator[InLine]:
    units: dict[tuple[int, int], list[Waiting]] = {}
    for row in sorted(rows, key=lambda row: (row.position, row.pk)):
        units.setdefault(row.unit, []).append(row)
    for people in units.values():
        quotas = {row.quota for row in people}
        yield InLine(
            keys=tuple(row.pk for row in people),
            party=sum(row.party for row in people),
            quota=quotas.pop() if len(quotas) == 1 else EVERYBODYS,
            goes_on=all(until.get(row.wave) for row in people),
        )
