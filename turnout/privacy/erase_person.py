from django.db import transaction

from turnout.interest import tallies
from turnout.interest.held import held
from turnout.journal.record import record
from turnout.privacy.forget import forget


@transaction.atomic
def erase_person(pk: int, actor: str, *, with_news: bool = True) -> None:
    """Nothing tells any more who gave that answer, or what it said; the counters go down by it.

    `with_news` ends and erases what the address subscribed to as well. Raises Interest.DoesNotExist.
    """
    interest = held(pk)
    event = interest.event
    tallies.subtract([interest])
    forget([interest], with_news=with_news)
    record(actor, "erase", "person", pk, organisation_id=event.organisation_id, event_id=event.pk)
