"""Due work: an address that was typed to get posts by mail is asked whether it is its owner's wish."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from turnout.interest.public_id import new_public_id
from turnout.newsroom.models import Reader, ReaderWish
from turnout.outbox.queue import queue

# Anybody can type any address: its owner is not flooded by it.
EVERY = timedelta(hours=1)
BATCH = 100


def due(now: datetime) -> Sequence[int]:
    return list(ReaderWish.objects.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def answer_wish(pk: int, now: datetime) -> None:
    """One mail within the hour. Who gets posts already keeps what they chose, and hears how to change it."""
    wish = ReaderWish.objects.select_for_update().filter(pk=pk).first()
    if wish is None:
        return
    reader, _is_new = Reader.objects.get_or_create(
        organisation_id=wish.organisation_id,
        email_key=wish.email_key,
        defaults={"public_id": new_public_id(now), **_typed(wish)},
    )
    if not reader.is_on:
        Reader.objects.filter(pk=reader.pk).update(**_typed(wish))
        reader.refresh_from_db()
    fresh = Q(mailed_at=None) | Q(mailed_at__lte=now - EVERY)
    if Reader.objects.filter(fresh, pk=reader.pk).update(mailed_at=now):
        queue(
            "newsroom/confirm_reader",
            reader.email,
            language=reader.language,
            organisation_id=reader.organisation_id,
            due_at=now,
            reader=reader.pk,
        )
    wish.delete()


def _typed(wish: ReaderWish) -> dict[str, object]:
    return {"email": wish.email, "language": wish.language, "cadence": wish.cadence, "asked_at": wish.at}
