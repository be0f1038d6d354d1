"""Candidate places and dates, as a page says them."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnout.events.models import Event, Option
from turnout.events.when_and_where import place_of, venue_of
from turnout.interest import in_words

# So many are said one by one; more of them are counted.
MOST_NAMED = 3


def option_label(option: Option, event: Event, language: str, today: dt.date) -> str:
    parts = [place_of(option, language), in_words.day_and_time(option, event, language, today)]
    return " · ".join(part for part in parts if part)


def when(event: Event, language: str, today: dt.date) -> tuple[str, str]:
    """What is said first, and what is added in small: the dates that are offered."""
    dates = _distinct(
        in_words.day_and_time(option, event, language, today) for option in event.open_options()
    )
    if not dates:
        return _("Not decided yet"), ""
    if len(dates) == 1:
        return dates[0], ""
    if len(dates) == 2:
        return dates[0], _("or %(date)s") % {"date": dates[1]}
    first = ngettext("%(number)s possible date", "%(number)s possible dates", len(dates))
    return first % {"number": len(dates)}, _("you help us choose")


def where(event: Event, language: str) -> tuple[str, str]:
    """As `when`: the places that are offered."""
    options = event.open_options()
    places = _distinct(place_of(option, language) for option in options)
    if not places:
        return "", ""
    if len(places) == 1:
        venues = _distinct(venue_of(option, language) for option in options)
        return places[0], venues[0] if len(venues) == 1 else ""
    if len(places) <= MOST_NAMED:
        return in_words.one_of(places, language), _("you help us choose")
    first = ngettext("%(number)s possible place", "%(number)s possible places", len(places))
    return first % {"number": len(places)}, _("you help us choose")


def leader_label(leader: Option, event: Event, language: str, today: dt.date) -> str:
    """As short as tells it from the others: its place, its date, or both."""
    options = event.open_options()
    place = place_of(leader, language)
    if place and len({each.place for each in options}) == len(options):
        return place
    date = in_words.day_and_time(leader, event, language, today)
    if date and len({(each.date, each.time) for each in options}) == len(options):
        return date
    return option_label(leader, event, language, today)


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
