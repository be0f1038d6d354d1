"""A round as its form shows it: what is stored, by the names of the fields."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext

from turnout.desk.round_words import MILE, in_miles
from turnout.events.models import Event
from turnout.invitations.decided_words import zone_of
from turnout.invitations.models import Decision, Wave


def initial_of(event: Event, decision: Decision, wave: Wave | None) -> dict[str, Any]:
    if wave is None:
        return {
            "rule": Wave.Rule.FIRST,
            "how_many": "seats",
            "seats": decision.capacity,
            "reply_by": _usual_reply_by(decision),
            **_texts({language: default_text(language) for language in [event.language, *event.languages]}),
        }
    plain = (
        "rule",
        "seats",
        "has_waitlist",
        "reminds_hours",
        "goes_on",
        "goes_on_hours",
        "goes_on_until_hours",
        "per_minute",
    )
    local = wave.reply_by.astimezone(zone_of(decision)).replace(tzinfo=None) if wave.reply_by else None
    return {
        **{name: getattr(wave, name) for name in plain},
        "how_many": "risk" if wave.risk else "seats" if wave.seats else "all",
        "risk": str(wave.risk or 0.05),
        "reply_by": local,
        **_of_narrowing(event, wave.narrowing),
        **_of_rows(event, wave),
        **_texts(wave.texts),
    }


def _texts(texts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {
        f"{name}_{language}": words for language, fields in texts.items() for name, words in fields.items()
    }


def default_text(language: str) -> dict[str, str]:
    """To begin with: what everybody has to know, in that language."""
    with translation.override(language):
        return {
            "subject": gettext("You are invited: {event}"),
            "text": gettext(
                "Hello {name},\n\nthere is a place for you at **{event}**: {when}, {where}.\n\n"
                "Please say by **{reply_by}** on [your page]({my_link}) whether you come."
            ),
        }


def _usual_reply_by(decision: Decision) -> dt.datetime:
    """In a week, in the evening, by the place's clock; sooner where doors are near."""
    zone: ZoneInfo = zone_of(decision)
    wanted = (timezone.now().astimezone(zone) + dt.timedelta(days=7)).replace(
        hour=20, minute=0, second=0, microsecond=0
    )
    latest = decision.doors_at.astimezone(zone) - dt.timedelta(days=2)
    return min(wanted, latest).replace(second=0, microsecond=0, tzinfo=None)


def _of_narrowing(event: Event, narrowing: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "verified": narrowing.get("verified", True),
        "likelihood": narrowing.get("likelihood", []),
        "option": narrowing.get("option", ""),
        "via": [each or "-" for each in narrowing.get("via", [])],
        "country": narrowing.get("country", ""),
        "postcodes": ", ".join(narrowing.get("postcodes", [])),
        "distance": _typed(event, narrowing.get("kilometres")),
        **narrowing.get("answers", {}),
    }


def _typed(event: Event, kilometres: float | None) -> int | None:
    if kilometres is None:
        return None
    return round(kilometres / MILE if in_miles(event) else kilometres)


def _of_rows(event: Event, wave: Wave) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row, term in enumerate(wave.score):
        found |= {f"what_{row}": f"{term['of']}={term['value']}", f"points_{row}": term["points"]}
    for row, quota in enumerate(wave.quotas):
        narrowing = quota["narrowing"]
        found |= {
            f"name_{row}": quota["name"],
            f"share_{row}": quota["share"],
            f"who_{row}": as_condition(narrowing),
            f"near_{row}": _typed(event, narrowing.get("kilometres")),
        }
    return found


def as_condition(narrowing: Mapping[str, Any]) -> str:
    """The choice of the form that stands for it; empty where it is the distance alone."""
    for of in ("likelihood", "via"):
        if narrowing.get(of):
            return f"{of}={narrowing[of][0]}"
    for of in ("option", "country"):
        if narrowing.get(of):
            return f"{of}={narrowing[of]}"
    for name, values in narrowing.get("answers", {}).items():
        return f"{name}={values[0]}"
    return ""
