"""Who of those who come at once gets seats: in their order, and the database has the last word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from turnout.tickets.models import Seats
from turnout.tickets.take import take

EVERYBODYS = ""
# event → quota → the row's id
Kinds = Mapping[int, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants so many seats; `key` is the invitation's."""

    key: int
    event_id: int
    quota: str
    heads: int


def kinds_of(event_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    kinds: dict[int, dict[str, int]] = {event_id: {} for event_id in event_ids}
    found = Seats.objects.filter(event__in=event_ids).values_list("event_id", "quota", "pk")
    for event_id, quota, pk in found.order_by("pk"):
        kinds[event_id][quota] = pk
    return kinds


def seat(wishes: Sequence[Wish], kinds: Kinds) -> dict[int, int]:
    """Take the seats of as many as fit, whole parties, the first first; key → the seats' id.

    Who belongs to a group takes of its seats first, and of everybody's when those are gone. In one order of
    rows for everybody: two writers must not wait for each other in a ring.
    """
    seated: dict[int, int] = {}
    own = sorted({(each.event_id, each.quota) for each in wishes if each.quota})
    for event_id, quota in own:
        if row := kinds[event_id].get(quota):
            of_group = [each for each in wishes if (each.event_id, each.quota) == (event_id, quota)]
            seated |= _seat_on(row, of_group)
    for event_id in sorted(kinds):
        if row := kinds[event_id].get(EVERYBODYS):
            rest = [each for each in wishes if each.event_id == event_id and each.key not in seated]
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


def free_for(kinds: Mapping[str, int], quota: str) -> int:
    """The largest party that would fit now: on the group's seats, or on everybody's."""
    rows = [kinds[each] for each in {quota, EVERYBODYS} if each in kinds]
    return max((each.free for each in Seats.objects.filter(pk__in=rows)), default=0)
