from django.db import transaction

from turnout.journal.record import record
from turnout.newsroom.models import Reader
from turnout.privacy.forget import forget_reader


@transaction.atomic
def remove_reader(reader: Reader, actor: str) -> None:
    """For good: the address is erased, and what waits to be sent there is not."""
    pk = reader.pk
    forget_reader(reader)
    record(actor, "erase", "reader", pk, organisation_id=reader.organisation_id)
