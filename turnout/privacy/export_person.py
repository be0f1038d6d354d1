from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from turnout.interest.event_page import address
from turnout.interest.models import Interest
from turnout.interest.said import said
from turnout.privacy.forget import person_of
from turnout.privacy.rooms import ROOMS

FORMAT = "turnout person 1"


def export_person(interest: Interest) -> dict[str, Any]:
    """All that is held about who gave that answer, as plain values: in words, and as each room has it."""
    event, person = interest.event, person_of(interest)
    with translation.override(interest.language):
        in_words = [{"question": label, "answer": words} for label, words in said(interest)]
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "organisation": {
            "name": event.organisation.name,
            "privacy_contact": event.organisation.privacy_contact,
        },
        "event": {
            "title": event.in_language("title", interest.language),
            "address": settings.TURNOUT_BASE_URL + address(event),
        },
        "answered": in_words,
        "agreed": _agreed(interest),
        "held": {name: room.held_of(person) for name, room in ROOMS.items()},
    }


def _agreed(interest: Interest) -> dict[str, Any]:
    """The text as it stood in the version of the form that was filled in."""
    form = interest.event.form_versions.filter(version=interest.form_version).first()
    texts: dict[str, str] = form.consent if form else {}
    return {
        "text": texts.get(interest.language) or next(iter(texts.values()), ""),
        "version": interest.form_version,
        "language": interest.language,
        "at": interest.created_at.isoformat(),
    }
