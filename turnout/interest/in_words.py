"""Dates, times, numbers and countries as a reader of that language writes them."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal

from turnout.events.models import Event, Option
from turnout.events.when_and_where import country_name as country_name
from turnout.events.when_and_where import locale_of as locale_of
from turnout.events.when_and_where import with_time
from turnout.rules.countries import COUNTRIES

# A date so far ahead, or gone by, is not understood without its year.
DAYS_WITHOUT_YEAR = 300


def number(value: int | float, language: str) -> str:
    return format_decimal(value, locale=locale_of(language))


def day(date: dt.date, locale: Locale, today: dt.date) -> str:
    near = 0 <= (date - today).days < DAYS_WITHOUT_YEAR
    return str(format_skeleton("MMMMEEEEd" if near else "yMMMMEEEEd", date, locale=locale))


def day_and_time(option: Option, event: Event, language: str, today: dt.date) -> str:
    """Empty where the option has no date. A time without a place says which clock it is."""
    if option.date is None:
        return ""
    locale = locale_of(language, option.country or event.country)
    date = day(option.date, locale, today)
    if not option.time:
        return date
    time = format_time(option.time, "short", locale=locale)
    return with_time(date, time if option.place else f"{time} {_clock(option, event, locale)}", locale)


def _clock(option: Option, event: Event, locale: Locale) -> str:
    zone = ZoneInfo(option.time_zone or event.time_zone)
    start = dt.datetime.combine(option.date or dt.date.min, option.time or dt.time.min, zone)
    return get_timezone_name(start, width="short", locale=locale)


def moment(at: dt.datetime, event: Event, language: str, today: dt.date) -> tuple[str, str]:
    """Day and time of an instant by the event's clock, the clock named."""
    local = at.astimezone(ZoneInfo(event.time_zone))
    locale = locale_of(language, event.country)
    clock = get_timezone_name(local, width="short", locale=locale)
    return day(local.date(), locale, today), f"{format_time(local.time(), 'short', locale=locale)} {clock}"


def date_of(iso: str, language: str) -> str:
    return str(format_date(dt.date.fromisoformat(iso), "long", locale=locale_of(language)))


def listed(items: Sequence[str], language: str) -> str:
    """Factory, phone and shop."""
    return format_list(list(items), locale=locale_of(language))


def one_of(names: Sequence[str], language: str) -> str:
    """New York, Boston or Philadelphia."""
    return format_list(list(names), style="or", locale=locale_of(language))


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each country, in the order in which its readers look for them."""
    names = ((code, country_name(code, language)) for code in COUNTRIES)
    return tuple(sorted(names, key=lambda pair: _order(pair[1])))


def _order(name: str) -> bytes:
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    # Common Chinese characters stand there in the order of their pinyin, and ASCII in its own.
    return plain.casefold().encode("gb18030")
