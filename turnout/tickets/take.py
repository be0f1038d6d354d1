from django.db.models import F

from turnout.tickets.models import Seats


def take(seats_id: int, heads: int) -> bool:
    """Take that many seats, if so many are free: the database says yes or no in one statement."""
    free = Seats.objects.filter(pk=seats_id, taken__lte=F("limit") - heads)
    return free.update(taken=F("taken") + heads) == 1


def give_back(seats_id: int, heads: int) -> None:
    Seats.objects.filter(pk=seats_id).update(taken=F("taken") - heads)
