"""Who of those who come at once gets seats: in their order, and the database has the last word."""

from collections.abc import Sequence
from typing import NamedTuple

from turnout.rules.waitlist import EVERYBODYS, Free
from turnout.tickets.free import free_to_claim
from turnout.tickets.held_seats import held_seats
from turnout.tickets.models import Seats
from turnout.tickets.offers import Offer
from turnout.tickets.take import move, take


class Wish(NamedTuple):
    """Who wants so many seats: of those of their group, and of everybody's."""

    offer: Offer
    heads: int

    @property
    def key(self) -> int:
        return self.offer.pk

    @property
    def quota(self) -> str:
        return self.offer.quota


class Oversold(Exception):
    """Seats that were held and counted were not there: a defect, and nothing is written."""


def seat(wishes: Sequence[Wish]) -> dict[int, int]:
    """Take the seats of as many as fit, whole parties, the first first; invitation → the seats' id.

    Who belongs to a group takes of its seats first, and of everybody's when those are gone; where neither is
    enough, of both together, and of what other groups do not need. One event after the other, and its rows in
    one order, by all: two writers must not wait for each other in a ring.
    """
    seated: dict[int, int] = {}
    for event in sorted({each.offer.event_id for each in wishes if each.offer.everybodys}):
        some = [each for each in wishes if each.offer.event_id == event]
        with_groups = any(each.offer.has_groups for each in some)
        seated |= _seat_by_group(event, some) if with_groups else _seat_all(some)
    return seated


def _seat_all(wishes: Sequence[Wish]) -> dict[int, int]:
    """All of them in one update; where that is refused, those who fit into what is free, and again."""
    row = wishes[0].offer.everybodys or 0
    while wishes:
        if take(row, sum(each.heads for each in wishes)):
            return {each.key: row for each in wishes}
        limit, taken = Seats.objects.values_list("limit", "taken").get(pk=row)
        wishes = fitting(wishes, limit - taken)
    return {}


def _seat_by_group(event: int, wishes: Sequence[Wish]) -> dict[int, int]:
    found = _Seating(held_seats(event))
    for quota in sorted({each.quota for each in wishes if each.offer.own}):
        found.on_their_own(quota, [each for each in wishes if each.quota == quota])
    found.among_everybody([each for each in wishes if each.key not in found.seated])
    return found.taken()


class _Seating:
    """Rows that are held: what is counted here is so until the end."""

    def __init__(self, rows: Sequence[Seats]) -> None:
        self.rows = {row.quota: row for row in rows}
        self.seated: dict[int, str] = {}
        self.heads: dict[str, int] = {}
        self.given: dict[str, int] = {}

    def on_their_own(self, quota: str, wishes: Sequence[Wish]) -> None:
        for each in fitting(wishes, self.rows[quota].free):
            self._sit(each, quota)

    def among_everybody(self, wishes: Sequence[Wish]) -> None:
        """In their order; a party that does not fit is passed over, and the next may.

        Once more when somebody of a group has sat down, who needs no seat of the group any more.
        """
        free = self._free(wishes)
        sat = [each for each in wishes if self._is_seated(each, free)]
        rest = [each for each in wishes if each.key not in self.seated]
        if rest and any(each.offer.own for each in sat):
            self.among_everybody(rest)

    def _free(self, wishes: Sequence[Wish]) -> Free:
        """Where everybody's suffice, nobody asks what groups need."""
        everybodys = self.rows[EVERYBODYS].free
        if sum(each.heads for each in wishes) <= everybodys:
            return Free({EVERYBODYS: everybodys}, {})
        return free_to_claim(list(self.rows.values()), besides=self.seated)

    def _is_seated(self, wish: Wish, free: Free) -> bool:
        given = {}
        if wish.heads <= free.left[EVERYBODYS]:
            free.left[EVERYBODYS] -= wish.heads
        elif wish.heads <= free.room_for(wish.quota):
            given = free.take(wish.heads, wish.quota)
        else:
            return False
        for name, heads in given.items():
            self.given[name] = self.given.get(name, 0) + heads
            self.rows[name].limit -= heads
            self.rows[EVERYBODYS].limit += heads
        self._sit(wish, EVERYBODYS)
        return True

    def _sit(self, wish: Wish, quota: str) -> None:
        self.seated[wish.key] = quota
        self.heads[quota] = self.heads.get(quota, 0) + wish.heads
        self.rows[quota].taken += wish.heads

    def taken(self) -> dict[int, int]:
        """By the database, which says no if it is not as it was counted."""
        ids = {quota: row.pk for quota, row in self.rows.items()}
        moved = [move(ids[name], ids[EVERYBODYS], heads) for name, heads in self.given.items()]
        took = [take(ids[name], heads) for name, heads in self.heads.items()]
        if not all((*moved, *took)):
            raise Oversold
        return {key: ids[quota] for key, quota in self.seated.items()}


def fitting(wishes: Sequence[Wish], free: int) -> list[Wish]:
    """In their order; a party that does not fit is passed over, and the next may."""
    found = []
    for each in wishes:
        if each.heads <= free:
            found.append(each)
            free -= each.heads
    return found
