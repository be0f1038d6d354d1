from datetime import datetime

from django.db import transaction

from turnout.interest.held import held
from turnout.interest.models import Interest
from turnout.interest.note import note
from turnout.interest.send_links import queue_links


@transaction.atomic
def renew_link(pk: int, now: datetime) -> Interest:
    """Every link of the answer that was mailed before stops working, and a mail brings a new one.

    For its owner alone: whoever could do this to another's answer would lock them out of it.
    """
    interest = held(pk)
    interest.generation += 1
    interest.save(update_fields=["generation"])
    note(interest, "renew")
    queue_links(interest, now, renewed=True)
    return interest
