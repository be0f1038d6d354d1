"""What was decided, as a mail or a page says it in a language: by the clock of the place."""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_time, get_timezone_name
from django.utils import timezone

from turnout.events.when_and_where import locale_of, place_of, with_time
from turnout.interest import in_words
from turnout.invitations.models import Decision


def zone_of(decision: Decision) -> ZoneInfo:
    return ZoneInfo(decision.option.time_zone or decision.event.time_zone)


def moment(at: dt.datetime, decision: Decision, language: str) -> str:
    """With the clock named: who lives elsewhere must not take it for their own."""
    local, locale = at.astimezone(zone_of(decision)), _locale(decision, language)
    day = in_words.day(local.date(), locale, timezone.localdate())
    clock = get_timezone_name(local, width="short", locale=locale)
    return with_time(day, f"{format_time(local.time(), 'short', locale=locale)} {clock}", locale)


def clock(at: dt.datetime, decision: Decision, language: str) -> str:
    local = at.astimezone(zone_of(decision))
    return format_time(local.time(), "short", locale=_locale(decision, language))


def facts_of(decision: Decision, language: str) -> Mapping[str, str]:
    """`when`, `where`, `address`, `doors`, `map_link`, `access`; empty where nothing was said."""
    place = place_of(decision.option, language)
    return {
        "when": moment(decision.starts_at, decision, language),
        "doors": clock(decision.doors_at, decision, language),
        "where": ", ".join(dict.fromkeys(filter(None, (decision.venue, place)))),
        "address": decision.address,
        "map_link": decision.map_link,
        "access": decision.access,
    }


def _locale(decision: Decision, language: str) -> Locale:
    return locale_of(language, decision.option.country or decision.event.country)
