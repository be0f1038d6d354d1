"""Offers that nobody took: called back by who made them, or too old."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from turnout.tickets.forget_friend import forget_offers
from turnout.tickets.models import PendingPass, Ticket

BATCH = 100


@transaction.atomic
def call_back(ticket: Ticket) -> None:
    """The link that was mailed is good for nothing; without an offer nothing happens."""
    forget_offers(list(PendingPass.objects.filter(ticket=ticket)))


def due(now: datetime) -> Sequence[int]:
    old = PendingPass.objects.filter(expires_at__lte=now).order_by("expires_at")
    return list(old.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def end_offer(pk: int, now: datetime) -> None:
    """Unless it was taken, or made anew, meanwhile. Nothing tells any more to whom it was made."""
    forget_offers(list(PendingPass.objects.filter(pk=pk, expires_at__lte=now)))
