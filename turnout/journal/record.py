from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from turnout.journal.models import Entry, OldValue


def record(
    actor: str,
    verb: str,
    noun: str,
    noun_id: int | None,
    *,
    organisation_id: int | None = None,
    event_id: int | None = None,
    fields: list[str] | None = None,
    old: Mapping[str, Any] | None = None,
) -> Entry:
    """Append an entry within the caller's transaction; `old` are the values that the fields had before."""
    entry = Entry.objects.create(
        at=timezone.now(),
        organisation_id=organisation_id,
        event_id=event_id,
        actor=actor,
        verb=verb,
        noun=noun,
        noun_id=noun_id,
        fields=fields if fields is not None else sorted(old or {}),
    )
    if old:
        plain = {
            name: DjangoJSONEncoder().default(value) if not _is_plain(value) else value
            for name, value in old.items()
        }
        OldValue.objects.create(entry=entry, values=plain)
    return entry


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (bool, int, float, str, list, dict))
