"""An event's dates and places in a few words, in a language."""

from functools import cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time, get_datetime_format
from babel.lists import format_list

from turnout.events.models import Event, Option

# Where a postcode is a ZIP code.
USA = frozenset({"US", "PR"})


@cache
def locale_of(language: str, country: str = "") -> Locale:
    """The language as that country writes it, where it does; else the language alone."""
    name, _, script = language.partition("-")
    plain = "_".join(part for part in (name, script.title()) if part)
    try:
        return Locale.parse(f"{plain}_{country}") if country else Locale.parse(plain)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(plain)


def country_name(code: str, language: str) -> str:
    return str(locale_of(language).territories.get(code, code))


def places(event: Event, language: str) -> str:
    """The places on offer, each once: "New York or Philadelphia"; empty where only dates are."""
    named = [place_of(option, language) for option in event.open_options() if option.place]
    return _either(list(dict.fromkeys(named)), language)


def dates(event: Event, language: str) -> str:
    """The days on offer, each once: with its hour where there is one day and one hour."""
    options = [option for option in event.open_options() if option.date]
    if len({(option.date, option.time) for option in options}) == 1:
        return moment_of(options[0], event, language)
    days = sorted({option.date for option in options if option.date})
    locale = locale_of(language, event.country)
    return _either([format_skeleton("MMMd", day, locale=locale) for day in days], language)


def place_of(option: Option, language: str) -> str:
    return str(option.translations.get(language, {}).get("place") or option.place)


def venue_of(option: Option, language: str) -> str:
    return str(option.translations.get(language, {}).get("venue") or option.venue)


def moment_of(option: Option, event: Event, language: str) -> str:
    """Its local day and hour: "Tue, Dec 8, 2026, 6:00 PM"; empty where there is no date."""
    if option.date is None:
        return ""
    locale = locale_of(language, option.country or event.country)
    day = format_skeleton("yMMMEd", option.date, locale=locale)
    return with_time(day, format_time(option.time, "short", locale=locale), locale) if option.time else day


def with_time(day: str, time: str, locale: Locale) -> str:
    """Both in one, joined as that language joins them."""
    pattern = str(get_datetime_format("medium", locale=locale))
    return pattern.replace("'", "").format(time, day)


def _either(items: list[str], language: str) -> str:
    return format_list(items, style="or-short", locale=locale_of(language)) if items else ""
