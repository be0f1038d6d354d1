"""Who of those who come at once gets seats: in their order, and the database has the last word."""

from collections.abc import Sequence
from dataclasses import dataclass

from turnout.tickets.models import Seats
from turnout.tickets.take import take


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants so many seats; `key` is the invitation's. Of the seats of their group, and of everybody's."""

    key: int
    heads: int
    own: int | None
    everybodys: int | None


def seat(wishes: Sequence[Wish]) -> dict[int, int]:
    """Take the seats of as many as fit, whole parties, the first first; key → the seats' id.

    Who belongs to a group takes of its seats first, and of everybody's when those are gone. The rows are
    taken in one order by all: two writers must not wait for each other in a ring.
    """
    seated: dict[int, int] = {}
    for row in sorted({each.own for each in wishes if each.own}):
        seated |= _seat_on(row, [each for each in wishes if each.own == row])
    for row in sorted({each.everybodys for each in wishes if each.everybodys}):
        rest = [each for each in wishes if each.everybodys == row and each.key not in seated]
        seated |= _seat_on(row, rest)
    return seated


def _seat_on(row: int, wishes: Sequence[Wish]) -> dict[int, int]:
    """All of them in one update; where that is refused, those who fit into what is free, and again."""
    while wishes:
        if take(row, sum(each.heads for each in wishes)):
            return {each.key: row for each in wishes}
        limit, taken = Seats.objects.values_list("limit", "taken").get(pk=row)
        wishes = fitting(wishes, limit - taken)
    return {}


def fitting(wishes: Sequence[Wish], free: int) -> list[Wish]:
    """In their order; a party that does not fit is passed over, and the next may."""
    found = []
    for each in wishes:
        if each.heads <= free:
            found.append(each)
            free -= each.heads
    return found


def free_for(rows: Sequence[int | None]) -> int:
    """The largest party that would fit now on one of these."""
    found = Seats.objects.filter(pk__in=[row for row in rows if row])
    return max((each.free for each in found), default=0)
