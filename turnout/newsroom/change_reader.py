"""What the owner of an address does on their page: confirm, change, leave, come back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from turnout.journal.record import record
from turnout.newsroom.models import Reader


def confirm_reader(reader: Reader, now: datetime) -> None:
    """Posts go to the address from now on, none that is older. Said twice, it is just as true."""
    off = Q(since=None) | Q(ended_at__isnull=False)
    _change(reader, off, "subscribe", since=now, ended_at=None)


def leave(reader: Reader, now: datetime) -> None:
    """No more mails; also said by who never confirmed."""
    _change(reader, Q(ended_at=None), "unsubscribe", ended_at=now)


def change_reader(reader: Reader, cadence: str, language: str) -> None:
    """How often, and in which language."""
    _change(reader, ~Q(cadence=cadence, language=language), "change", cadence=cadence, language=language)


@transaction.atomic
def _change(reader: Reader, where: Q, verb: str, **fields: Any) -> None:
    """By a conditional update: of two at once, one is told of in the journal."""
    if Reader.objects.filter(where, pk=reader.pk).update(**fields):
        record(
            "reader", verb, "reader", reader.pk, organisation_id=reader.organisation_id, fields=sorted(fields)
        )
    reader.refresh_from_db()
