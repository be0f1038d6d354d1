from django.db.models import F

from turnout.tickets.models import Seats


def take(seats_id: int, heads: int) -> bool:
    """Take that many seats, if so many are free: the database says yes or no in one statement."""
    free = Seats.objects.filter(pk=seats_id, taken__lte=F("limit") - heads)
    return free.update(taken=F("taken") + heads) == 1


def give_back(seats_id: int, heads: int) -> None:
    Seats.objects.filter(pk=seats_id).update(taken=F("taken") - heads)


def move(from_id: int, to_id: int, heads: int) -> bool:
    """Free seats of one kind become another's, if so many are free: there are as many as before."""
    free = Seats.objects.filter(pk=from_id, taken__lte=F("limit") - heads)
    if not free.update(limit=F("limit") - heads):
        return False
    Seats.objects.filter(pk=to_id).update(limit=F("limit") + heads)
    return True
