"""What a hall costs and risks, in the organiser's money and in plain words."""

from decimal import Decimal

from babel.core import UnknownLocaleError
from babel.numbers import format_currency, get_territory_currencies
from django.utils.translation import gettext, ngettext

from turnout.events.when_and_where import locale_of
from turnout.interest.in_words import number

# Of a chance below this nobody says "in 10" or "in 100".
_SMALL = 0.005


def currency_of(country: str) -> str:
    """What is paid with there today."""
    try:
        found = get_territory_currencies(country)
    except UnknownLocaleError:
        found = []
    return str(found[0]) if found else "USD"


def money(value: Decimal | float, currency: str, language: str) -> str:
    """Whole units: it is a comparison, not a bill."""
    return format_currency(
        round(value), currency, locale=locale_of(language), currency_digits=False, format="¤#,##0"
    )


def in_a_hundred(chance: float) -> str:
    if chance < _SMALL:
        return gettext("less than 1 in 100")
    if chance > 1 - _SMALL:
        return gettext("more than 99 in 100")
    return gettext("%(number)s in 100") % {"number": round(100 * chance)}


def costs_sentence(empty: Decimal, away: Decimal) -> str:
    """Why the answer is where it is: how the two errors weigh against each other."""
    if not empty:
        return gettext("An empty seat costs you nothing, so the hall may be as large as it can be filled.")
    if not away:
        return gettext("Turning people away costs you nothing, so no seat is worth its cost.")
    chance = float(away / (away + empty))
    times = times_in_ten(1 - chance)
    return ngettext(
        "One person turned away costs you as much as %(seats)s empty seat, so the hall should be too small"
        " %(times)s.",
        "One person turned away costs you as much as %(seats)s empty seats, so the hall should be too small"
        " %(times)s.",
        max(round(away / empty), 1) if away >= empty else 1,
    ) % {"seats": _ratio(away / empty), "times": times}


def _ratio(ratio: Decimal) -> str:
    return str(round(ratio)) if ratio >= 2 else f"{ratio:.1f}".rstrip("0").rstrip(".")


def times_in_ten(chance: float) -> str:
    """As people count chances."""
    if chance >= 0.095:
        return ngettext("%(times)s time in 10", "%(times)s times in 10", round(10 * chance)) % {
            "times": round(10 * chance)
        }
    in_100 = max(1, round(100 * chance))
    return ngettext("%(times)s time in 100", "%(times)s times in 100", in_100) % {"times": in_100}


def seats(capacity: int, language: str) -> str:
    return ngettext("%(seats)s seat", "%(seats)s seats", capacity) % {"seats": number(capacity, language)}
