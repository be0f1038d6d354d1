from collections.abc import Iterator

from django.db.models import QuerySet

from turnout.outbox.models import Mail


def in_chunks(mails: QuerySet[Mail], size: int = 500) -> Iterator[QuerySet[Mail]]:
    """Parts small enough that changing one keeps nobody waiting; by number, each mail once."""
    last = 0
    while pks := list(mails.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]):
        yield Mail.objects.filter(pk__in=pks)
        last = pks[-1]
