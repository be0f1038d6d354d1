"""All that is held about a person, as a file to take away: for programs, or to read."""

import json

from django.template.loader import render_to_string
from django.utils import translation

from turnout.interest.models import Interest
from turnout.privacy.export_person import export_person
from turnout.privacy.readable import readable

KINDS = {"json": "application/json", "html": "text/html; charset=utf-8"}


def file_of(interest: Interest, kind: str) -> bytes:
    """KeyError for another kind."""
    return {"json": _json, "html": _html}[kind](interest)


def name_of(interest: Interest, kind: str) -> str:
    return f"{interest.event.slug}-{interest.public_id[-12:]}.{kind}"


def _json(interest: Interest) -> bytes:
    return json.dumps(export_person(interest), ensure_ascii=False, indent=2).encode()


def _html(interest: Interest) -> bytes:
    held = export_person(interest)
    with translation.override(interest.language):
        facts = {
            "interest": interest,
            "language": interest.language,
            "host": interest.event.organisation,
            "title": interest.event.in_language("title", interest.language),
            "parts": readable(interest, held),
        }
        return render_to_string("privacy/held_file.html", facts).encode()
