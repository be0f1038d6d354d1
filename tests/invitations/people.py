"""People of an event, made many at once: what most tests of this room begin with."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from turnout.events.models import Event
from turnout.interest import tallies
from turnout.interest.models import Interest
from turnout.interest.public_id import new_public_id


def people_of(event: Event, rows: Sequence[Mapping[str, Any]]) -> list[Interest]:
    """Confirmed one minute after the other, in this order, unless a row says otherwise."""
    now = timezone.now()
    made = Interest.objects.bulk_create(
        _person(event, place, now, dict(row)) for place, row in enumerate(rows)
    )
    tallies.add(made, 0)
    return made


def _person(event: Event, place: int, now: datetime, row: dict[str, Any]) -> Interest:
    name = row.pop("name", f"Fan {place}")
    at = now - timedelta(days=3) + timedelta(minutes=place)
    plain: dict[str, Any] = {
        "likelihood": "definitely",
        "party": 1,
        "country": "US",
        "postcode": "10001",
        "options": [],
        "answers": {},
        "via": "",
        "language": "en",
        "form_version": event.form_version,
        "created_at": at,
        "verified_at": at,
        "greeted_at": at,
        "standing": Interest.Standing.COUNTED,
        "source": "",
        "wants_news": False,
        "signs": "",
        "network": "",
        "reasons": "",
        "generation": 0,
    }
    return Interest(
        event=event,
        public_id=new_public_id(now),
        name=name,
        email=f"{name.lower().replace(' ', '.')}@example.org",
        email_key=f"{name.lower().replace(' ', '.')}@example.org",
        **(plain | row),
    )


def names(people: Sequence[Any]) -> list[str]:
    return [each.interest.name for each in people]
