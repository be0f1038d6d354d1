"""Countries, time zones and languages, in the reader's language, as fields offer them."""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext

from turnout.events.local_time import zones
from turnout.interest.in_words import countries

Choices = list[tuple[str, str]]
_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def offer(form: forms.BaseForm, name: str, choices: Sequence[Any]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def country_choices() -> Choices:
    return list(countries(get_language() or "en"))


def zone_choices() -> list[tuple[str, str | Choices]]:
    """By region, the city first: what people look for."""
    return [("UTC", "UTC"), *_zones()]


@cache
def _zones() -> list[tuple[str, Choices]]:
    grouped: dict[str, Choices] = {region: [] for region in _REGIONS}
    for zone in sorted(zones()):
        region, _, city = zone.partition("/")
        if city and region in grouped:
            grouped[region].append((zone, city.replace("_", " ").replace("/", ", ")))
    return list(grouped.items())


def language_names() -> Choices:
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def optional_zone_choices() -> list[tuple[str, str | Choices]]:
    return [("", gettext("The event's time zone")), *zone_choices()]


def zone_of_country(code: str) -> str:
    """The country's time zone where all its clocks agree; else empty."""
    found = _zones_by_country().get(code, [])
    return found[0] if len({_clock(zone) for zone in found}) == 1 else ""


def _clock(zone: str) -> tuple[dt.timedelta | None, ...]:
    """What the clocks show in winter and in summer: Büsingen's show what Berlin's do."""
    return tuple(dt.datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))


@cache
def _zones_by_country() -> dict[str, list[str]]:
    """From the zone database's own table: code, coordinates, zone, remark."""
    by_country: dict[str, list[str]] = {}
    for line in files("tzdata").joinpath("zoneinfo", "zone.tab").read_text().splitlines():
        if line and not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            by_country.setdefault(code, []).append(zone)
    return by_country
