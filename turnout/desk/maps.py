"""Maps of where people are, as what a template draws: shaded areas, circles, rings and names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from turnout.design import shapes
from turnout.forecasts.gazetteer import Point, Region, country_numbers, country_points, states
from turnout.rules.projections import Array, on_usa, ring

MILE = 1.609344
# Bounds of the shades: from each of them on; nobody needs more of them than can be told apart.
_BOUNDS = (5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
SHADES = 4
_IN_MILES = frozenset({"US", "GB", "LR", "MM", "PR"})
# About a place, and on the map of a whole country.
_MILES, _KILOMETRES = (10, 30, 100), (15, 50, 150)
_FAR = [(miles * MILE, f"{miles} mi") for miles in (100, 300)]
_SHAPE = 4 / 3
# The radius of the largest circle, of the map's width; their areas are as their people.
_LARGEST = 0.042
# Left, top, width, height.
Box = tuple[float, float, float, float]


class Place(NamedTuple):
    """A candidate place, in the reader's words."""

    name: str
    point: Point
    country: str


@dataclass(frozen=True)
class Shaded:
    """`shape` names the path in its sheet; `shade` counts from 1; `x`, `y` instead where it has no path."""

    shape: str
    shade: int
    title: str
    x: float = 0
    y: float = 0


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    size: float
    title: str


@dataclass(frozen=True)
class Ring:
    path: str
    label: str
    x: float
    y: float


@dataclass(frozen=True)
class Pin:
    """`side` is where the name stands: "start" to the right of the point, "end" to its left."""

    x: float
    y: float
    name: str
    side: str
    is_main: bool


@dataclass(frozen=True)
class Map:
    """`box` is the part of the sheet that is seen; lengths in it are multiples of `unit`."""

    sheet: str
    box: Box
    shaded: Sequence[Shaded] = ()
    circles: Sequence[Circle] = ()
    rings: Sequence[Ring] = ()
    pins: Sequence[Pin] = ()
    lands: Sequence[str] = ()
    narrow: float = 1.0

    @property
    def view_box(self) -> str:
        return " ".join(f"{value:.2f}" for value in self.box)

    @property
    def unit(self) -> float:
        """A hundredth of its width."""
        return round(self.box[2] / 100, 3)


def bounds(most: int) -> list[int]:
    """Where each shade begins: few, so that they can be told apart, and each of some area."""
    reached = [bound for bound in _BOUNDS if bound <= most]
    places = {round(place * (len(reached) - 1) / max(SHADES - 1, 1)) for place in range(SHADES)}
    return [reached[place] for place in sorted(places)] if reached else []


def of_states(people: Sequence[tuple[str, int]], places: Sequence[Place]) -> Map:
    """The USA, its states shaded; the rings are about the first place."""
    known, sheet = states(), shapes.states()
    from_ = bounds(people[0][1]) if people else []
    shaded = [
        Shaded(known[code][0], _shade(count, from_), f"{known[code][1]}: {count}")
        for code, count in people
        if code in known and known[code][0] in sheet.shapes
    ]
    ground = _Ground("us")
    inside = [place for place in places if place.country == "US"]
    box = (-8.0, -4.0, sheet.width + 96.0, sheet.height + 8.0)
    return Map("us", box, shaded, (), _rings(inside[:1], ground, _FAR), _pins(inside, ground))


def of_countries(people: Sequence[tuple[str, int]], names: Mapping[str, str], places: Sequence[Place]) -> Map:
    """The world; a country without a shape of its own is a small circle."""
    ground, sheet = _Ground("world"), shapes.countries()
    from_ = bounds(people[0][1]) if people else []
    numbers = country_numbers()
    shaded = []
    for code, count in people:
        title, shade = f"{names.get(code, code)}: {count}", _shade(count, from_)
        if numbers.get(code) in sheet.shapes:
            shaded.append(Shaded(numbers[code], shade, title))
        elif point := country_points().get(code):
            x, y = ground.of([point])[0]
            shaded.append(Shaded("", shade, title, round(x, 1), round(y, 1)))
    return Map("world", (0, 0, sheet.width, sheet.height), shaded, (), (), _pins(places, ground))


def around(place: Place, regions: Sequence[tuple[Region, int]], others: Sequence[Place]) -> Map:
    """The part of a map that the rings about a place take up, with a circle for each region in it."""
    ground = _Ground("us" if place.country == "US" else "near", place.point.latitude)
    box = _box(_ring_points(place, ring_steps(place.country)[-1][0], ground))
    spots = ground.of([region for region, _ in regions])
    scale = box[2] * _LARGEST / max((count for _, count in regions), default=1) ** 0.5
    circles = [
        Circle(round(x, 2), round(y, 2), round(scale * count**0.5, 2), _titled(region, count))
        for (x, y), (region, count) in zip(spots, regions, strict=True)
        if _within(x, y, box)
    ]
    rings, pins = _rings([place], ground), _pins([place, *others], ground, box)
    return Map(ground.sheet, box, (), circles, rings, pins, ground.lands(box), ground.narrow)


@dataclass(frozen=True)
class _Ground:
    """What lies under a map; `near` is a close-up about a latitude, in degrees of it."""

    sheet: str
    latitude: float = 0.0

    @property
    def narrow(self) -> float:
        """How long a degree of longitude is there, beside one of latitude."""
        return round(float(np.cos(np.radians(self.latitude))), 4)

    def of(self, points: Sequence[Point | Region]) -> Array:
        latitude = np.array([point.latitude for point in points])
        return self.at(latitude, np.array([point.longitude for point in points]))

    def at(self, latitude: Array, longitude: Array) -> Array:
        if self.sheet == "us":
            return on_usa(latitude, longitude)
        if self.sheet == "world":
            return shapes.world().of(latitude, longitude)
        return np.stack([longitude * self.narrow, -latitude], -1)

    def lands(self, box: Box) -> list[str]:
        if self.sheet != "near":
            return []
        left, top, width, height = box
        return shapes.lands(left / self.narrow, -top - height, (left + width) / self.narrow, -top)


def _titled(region: Region, count: int) -> str:
    return f"{region.town}, {region.state} ({region.code}): {count}"


def in_miles(country: str) -> bool:
    return country in _IN_MILES


def ring_steps(country: str) -> list[tuple[float, str]]:
    """Kilometres of each ring, and how it is called there."""
    if in_miles(country):
        return [(miles * MILE, f"{miles} mi") for miles in _MILES]
    return [(float(kilometres), f"{kilometres} km") for kilometres in _KILOMETRES]


def _shade(count: int, from_: Sequence[int]) -> int:
    return sum(count >= bound for bound in from_)


def _ring_points(place: Place, kilometres: float, ground: _Ground) -> Array:
    return ground.at(*ring(place.point.latitude, place.point.longitude, kilometres))


def _rings(places: Sequence[Place], ground: _Ground, steps: Sequence[tuple[float, str]] = ()) -> list[Ring]:
    found = []
    for place in places:
        for kilometres, label in steps or ring_steps(place.country):
            points = _ring_points(place, kilometres, ground)
            if np.isfinite(points).all():
                path = "M" + "L".join(f"{x:.2f},{y:.2f}" for x, y in points) + "Z"
                found.append(Ring(path, label, *(round(float(value), 2) for value in points[0])))
    return found


def _pins(places: Sequence[Place], ground: _Ground, box: Box | None = None) -> list[Pin]:
    """The first is the main one. Of two that stand close, the one on the left has its name on the left."""
    found: list[Pin] = []
    for place, (x, y) in zip(places, ground.of([place.point for place in places]), strict=True):
        if np.isfinite(x) and (box is None or _within(x, y, box)):
            found.append(Pin(round(x, 2), round(y, 2), place.name, "start", not found))
    width = box[2] if box else 1000.0
    return [replace(pin, side="end") if _is_crowded(pin, found, width) else pin for pin in found]


def _is_crowded(pin: Pin, pins: Sequence[Pin], width: float) -> bool:
    near = (other for other in pins if other is not pin and abs(other.y - pin.y) < width / 22)
    return any(0 <= other.x - pin.x < width / 4 for other in near)


def _box(points: Array) -> Box:
    """Around those points, with some air, in the shape of a close-up."""
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    height = max(bottom - top, (right - left) / _SHAPE) * 1.16
    width = height * _SHAPE
    return ((left + right - width) / 2, (top + bottom - height * 1.04) / 2, width, height)


def _within(x: float, y: float, box: Box) -> bool:
    return bool(box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3])
