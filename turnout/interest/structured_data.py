"""What search engines and assistants read of an event: schema.org's Event, as JSON-LD."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.safestring import SafeString

from turnout.design.json_ld import json_ld
from turnout.events.models import Event, Option, Stage


def structured_data(event: Event, language: str, title: str, description: str) -> SafeString:
    """Of places and dates only what all options agree on: what is not decided is not announced."""
    plain = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": title,
        "description": description,
        "url": f"{settings.TURNOUT_BASE_URL}/e/{event.slug}/",
        "image": f"{settings.TURNOUT_BASE_URL}/e/{event.slug}/card.png",
        "inLanguage": language,
        "eventStatus": f"https://schema.org/{_status(event)}",
        "organizer": _host(event),
        "startDate": _agreed(event, lambda option: _start(option, event)),
        "location": _agreed(event, lambda option: _place(option, language)),
    }
    return json_ld(plain)


def _status(event: Event) -> str:
    return "EventCancelled" if event.stage == Stage.CANCELLED else "EventScheduled"


def _host(event: Event) -> dict[str, str]:
    host = {"@type": "Organization", "name": event.organisation.name, "url": event.organisation.website}
    return {name: value for name, value in host.items() if value}


def _agreed(event: Event, read: Callable[[Option], Any]) -> Any:
    found = [read(option) for option in event.open_options()]
    return found[0] if found and all(each == found[0] for each in found) else None


def _start(option: Option, event: Event) -> str | None:
    if option.date is None:
        return None
    if option.time is None or option.starts_at is None:
        return option.date.isoformat()
    return option.starts_at.astimezone(ZoneInfo(option.time_zone or event.time_zone)).isoformat()


def _place(option: Option, language: str) -> dict[str, Any] | None:
    texts = option.translations.get(language, {})
    place = texts.get("place") or option.place
    if not place:
        return None
    address = {
        "@type": "PostalAddress",
        "addressLocality": place,
        "addressCountry": option.country or option.event.country,
    }
    return {"@type": "Place", "name": texts.get("venue") or option.venue or place, "address": address}
