"""An event's name in addresses."""

import re

from django.utils.crypto import get_random_string

from turnout.events.models import Event
from turnout.rules.slug import slug_of

RESERVED = frozenset({"new", "news", "settings", "members", "outbox", "past-events"})
LONGEST = 80
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
# No letters and digits that are mistaken for one another on paper.
_CLEAR = "23456789abcdefghjkmnpqrstuvwxyz"


def free_slug(title: str) -> str:
    """Made from the title; a title without Latin letters gets one made by chance."""
    base = slug_of(title)
    if not base:
        return f"event-{by_chance()}"
    if base not in RESERVED and not Event.objects.filter(slug=base).exists():
        return base
    taken = set(Event.objects.filter(slug__startswith=f"{base}-").values_list("slug", flat=True))
    return next(slug for slug in (f"{base}-{number}" for number in range(2, 10_000)) if slug not in taken)


def by_chance(length: int = 5) -> str:
    return get_random_string(length, _CLEAR)


def is_slug(text: str) -> bool:
    return len(text) <= LONGEST and bool(SLUG.fullmatch(text)) and text not in RESERVED
