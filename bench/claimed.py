"""How many places are confirmed, beside a running server; checked against the seats that they take."""

import json
import sys

import django


def claimed() -> int:
    from django.db.models import Sum

    from turnout.tickets.models import Claim, Seats, Ticket

    heads = Claim.objects.aggregate(Sum("party"))["party__sum"] or 0
    taken = Seats.objects.aggregate(Sum("taken"))["taken__sum"] or 0
    assert heads == taken == Ticket.objects.count()
    return Claim.objects.count()


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(claimed()))
