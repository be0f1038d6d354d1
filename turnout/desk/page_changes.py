"""From the page form's fields to the event's, where translations stand together."""

from collections.abc import Mapping
from typing import Any, cast

from turnout.desk.event_form import PICTURES, EventForm, initial_of, moment
from turnout.events.event_fields import EventFields
from turnout.events.models import Event
from turnout.rules.languages import LANGUAGES


def typed_of(form: EventForm) -> dict[str, Any]:
    """The form's readable values by the names that `initial_of` has."""
    names = initial_of(form.event).keys() & form.cleaned_data.keys()
    return {name: form.cleaned_data[name] for name in names} | {
        field: form.picture(field) for field in PICTURES
    }


def changes_of(event: Event, typed: Mapping[str, Any]) -> EventFields:
    """What the verb is given: only what was changed, on top of what stands there now."""
    translated = {name for name in typed if name.rpartition("_")[2] in LANGUAGES}
    changes = {name: value for name, value in typed.items() if name not in translated}
    zone = changes.get("time_zone", event.time_zone)
    stands = initial_of(event)
    for name in ("opens_at", "closes_at"):
        if name in changes or "time_zone" in changes:
            # The organiser sees local times: they stay when the zone changes.
            changes[name] = moment(changes.get(name, stands[name]), zone)
    if translated:
        changes["translations"], changes["languages"] = _translations(event, stands | dict(typed))
    return cast(EventFields, changes)


def _translations(event: Event, values: Mapping[str, Any]) -> tuple[dict[str, dict[str, str]], list[str]]:
    others = [code for code in LANGUAGES if code != event.language]
    texts = dict(event.translations)
    for code in others:
        own = {
            name.removesuffix(f"_{code}"): text for name, text in values.items() if name.endswith(f"_{code}")
        }
        own.pop("offers", None)
        texts[code] = {name: str(text) for name, text in own.items() if text}
    return texts, [code for code in others if values.get(f"offers_{code}")]
