"""The maps of an event's people, each with its table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from turnout.design import shapes
from turnout.design.shapes import Sheet
from turnout.desk import maps
from turnout.desk.city_words import far
from turnout.desk.maps import Map, Place
from turnout.events.models import Event
from turnout.events.when_and_where import country_name, place_of
from turnout.forecasts.areas import LEAST, Told, told
from turnout.forecasts.compared import Choice, Compared
from turnout.forecasts.gazetteer import Region, states, zips
from turnout.interest.in_words import number

_ROWS = 8


@dataclass(frozen=True)
class Line:
    label: str
    people: int
    part: float


@dataclass(frozen=True)
class Drawn:
    """A map with its key and its table; `sheet` where its shapes are to be written into the page."""

    map: Map
    title: str
    sentence: str
    key: Sequence[tuple[int, str]]
    lines: Sequence[Line]
    more: Sequence[Line]
    rest: str
    sheet: Sheet | None = None


@dataclass(frozen=True)
class CloseUp:
    """About one place: how many of those who said yes to it live within each ring."""

    map: Map
    choice: Choice
    label: str
    point: str
    sentence: str
    rings: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Where:
    maps: Sequence[Drawn]
    close_ups: Sequence[CloseUp]
    regions: Sequence[Line]
    rest_of_regions: str


def where_people_are(event: Event, found: Compared, language: str) -> Where:
    placed = _placed(event, found, language)
    at = [place for _, place in placed]
    areas = told(found.areas.regions)
    regions = [(zips().regions[code], people) for code, people in areas.areas]
    close_ups = [_close_up(choice, place, regions, at, language) for choice, place in placed]
    lines = _lines([(_region(region), people) for region, people in regions])
    return Where(_maps(found, at, language), close_ups, lines, _rest(areas, language))


def _placed(event: Event, found: Compared, language: str) -> list[tuple[Choice, Place]]:
    """Each place once, whatever dates it has, with the best of them."""
    placed: dict[tuple[float, float], tuple[Choice, Place]] = {}
    for choice in found.choices:
        if choice.point:
            country = choice.option.country or event.country
            place = Place(place_of(choice.option, language), choice.point, country)
            placed.setdefault((place.point.latitude, place.point.longitude), (choice, place))
    return list(placed.values())


def _maps(found: Compared, places: Sequence[Place], language: str) -> list[Drawn]:
    drawn = []
    if found.areas.states or any(place.country == "US" for place in places):
        drawn.append(_usa(found, places, language))
    foreign = [code for code, people in found.areas.countries.items() if people and code != "US"]
    if foreign or not drawn:
        drawn.append(_world(found, places, language))
    return drawn


def _usa(found: Compared, places: Sequence[Place], language: str) -> Drawn:
    areas, title = told(found.areas.states), gettext("Where in the USA")
    named = [(_state(code), people) for code, people in areas.areas]
    lines = _lines(named)
    sentence = _sentence(title, lines)
    unknown = max(found.areas.countries.get("US", 0) - sum(found.areas.states.values()), 0)
    rest = " ".join(filter(None, (_rest(areas, language), _no_code(unknown, language))))
    drawn = maps.of_states(areas.areas, places)
    return Drawn(
        drawn, title, sentence, _key(areas, language), lines[:_ROWS], lines[_ROWS:], rest, shapes.states()
    )


def _world(found: Compared, places: Sequence[Place], language: str) -> Drawn:
    areas, title = told(found.areas.countries), gettext("Where in the world")
    names = {code: country_name(code, language) for code, _ in areas.areas}
    lines = _lines([(names[code], people) for code, people in areas.areas])
    rest = " ".join(filter(None, (_rest(areas, language), _no_country(found.areas.nowhere, language))))
    drawn = maps.of_countries(areas.areas, names, places)
    sheet = shapes.countries()
    sentence = _sentence(title, lines)
    return Drawn(drawn, title, sentence, _key(areas, language), lines[:_ROWS], lines[_ROWS:], rest, sheet)


def _lines(areas: Sequence[tuple[str, int]]) -> list[Line]:
    most = max((people for _, people in areas), default=1)
    return [Line(label, people, people / most) for label, people in areas]


def _key(areas: Told, language: str) -> list[tuple[int, str]]:
    """Each shade with the numbers that it stands for."""
    if not areas.areas:
        return []
    from_ = maps.bounds(areas.areas[0][1])
    ends = [bound - 1 for bound in from_[1:]]
    pairs = [(number(low, language), number(high, language)) for low, high in zip(from_, ends, strict=False)]
    said = [gettext("%(low)s to %(high)s") % {"low": low, "high": high} for low, high in pairs]
    last = gettext("%(number)s and more") % {"number": number(from_[-1], language)}
    return list(enumerate([*said, last], start=1))


def _sentence(title: str, lines: Sequence[Line]) -> str:
    """What a reader who does not see the map is told in its place; the table has the rest."""
    if not lines:
        return title
    named = ", ".join(f"{line.label} {line.people}" for line in lines[:3])
    return gettext("%(title)s: %(areas)s. The table beside it has them all.") % {
        "title": title,
        "areas": named,
    }


def _rest(areas: Told, language: str) -> str:
    if not areas.apart:
        return ""
    return ngettext(
        "And %(people)s in %(areas)s other area.",
        "And %(people)s in %(areas)s other areas, each too small to be shown by itself.",
        areas.apart,
    ) % {"people": number(areas.others, language), "areas": areas.apart}


def _no_code(people: int, language: str) -> str:
    if not people:
        return ""
    told_ = ngettext("%(people)s gave no ZIP code.", "%(people)s gave no ZIP code.", people)
    return told_ % {"people": number(people, language)}


def _no_country(people: int, language: str) -> str:
    if not people:
        return ""
    told_ = ngettext("%(people)s gave no country.", "%(people)s gave no country.", people)
    return told_ % {"people": number(people, language)}


def _close_up(
    choice: Choice,
    place: Place,
    regions: Sequence[tuple[Region, int]],
    places: Sequence[Place],
    language: str,
) -> CloseUp:
    others = [other for other in places if other is not place]
    drawn = maps.around(place, regions, others)
    rings = [
        (far(kilometres, place.country, language), _few(choice.within(kilometres), language))
        for kilometres, _ in maps.ring_steps(place.country)
    ]
    within = ", ".join(f"{ring}: {people}" for ring, people in rings)
    sentence = gettext("Around %(place)s. People within %(rings)s.") % {"place": place.name, "rings": within}
    return CloseUp(drawn, choice, place.name, place.point.name, sentence, rings)


def _few(people: int, language: str) -> str:
    if 0 < people < LEAST:
        return gettext("fewer than %(least)s") % {"least": LEAST}
    return number(people, language)


def _state(code: str) -> str:
    return states()[code][1] if code in states() else code


def _region(region: Region) -> str:
    return f"{region.town}, {region.state} ({region.code}…)"
