"""Everything that a fan's own page shows, put together for its template.

Further parts of the page are rows of `SECTIONS`: a template, and what it needs to know.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from turnout.accounts.accent_sheet import accent_sheet
from turnout.events.models import Event
from turnout.fan import (
    answered,
    news,
    next_steps,
    own_address,
    own_data,
    own_draws,
    own_friends,
    own_link,
    place,
    taking_back,
)
from turnout.fan.own_cookie import path_of
from turnout.fan.status import status_of
from turnout.interest import option_words
from turnout.interest.event_page import address, with_its_parts
from turnout.interest.lifetime import ALIVE
from turnout.interest.models import Interest
from turnout.interest.shown_pictures import smallest


@dataclass(frozen=True)
class Section:
    """`facts` are given to the template under that name."""

    template: str
    facts: Callable[[Interest, datetime], Mapping[str, Any]]


NEXT = Section("fan/next_steps.html", next_steps.facts)
SECTIONS = (
    Section("fan/own_draws.html", own_draws.facts),
    Section("fan/tickets.html", place.facts),
    Section("fan/answered.html", answered.facts),
    Section("fan/own_friends.html", own_friends.facts),
    Section("fan/taking_back.html", taking_back.facts),
    Section("fan/own_address.html", own_address.facts),
    Section("fan/news.html", news.facts),
    Section("fan/own_data.html", own_data.facts),
    Section("fan/own_link.html", own_link.facts),
)


def own_page_of(interest: Interest, now: datetime) -> dict[str, Any]:
    """In the active language, which must be the interest's."""
    event = with_its_parts(interest.event)
    found = place.place_of(interest, place.invitation_of(interest), now)
    # Who was invited knows what comes next by how their place stands.
    sections = SECTIONS if found else (NEXT, *SECTIONS)
    return frame_of(interest) | {
        "status": found or status_of(interest, now),
        "when": option_words.when(event, interest.language, timezone.localdate()),
        "where": option_words.where(event, interest.language),
        "dated": event.stage in ALIVE and any(option.date for option in event.open_options()),
        "sections": [{"template": each.template, "facts": each.facts(interest, now)} for each in sections],
    }


def frame_of(interest: Interest) -> dict[str, Any]:
    """What every page about one answer says of its event and host."""
    event = interest.event
    return {
        "interest": interest,
        "here": path_of(interest),
        "event": event,
        "host": event.organisation,
        "title": event.in_language("title", interest.language),
        "page_address": _public_page(event, interest.language),
        "accent_sheet": accent_sheet(event.organisation.accent),
        "logo": smallest(event.organisation.logo),
    }


def _public_page(event: Event, language: str) -> str:
    """Empty where visitors have none."""
    return address(event, lang="" if language == event.language else language) if event.is_public else ""
