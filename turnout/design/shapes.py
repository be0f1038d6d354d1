"""The shapes of countries and of the states of the USA; `web/build.mjs` puts them beside this file."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from turnout.rules.projections import World

FOLDER = Path(__file__).parent / "shapes"


@dataclass(frozen=True)
class Shape:
    """An SVG path, and where its name would stand."""

    path: str
    at: tuple[float, float]


@dataclass(frozen=True)
class Sheet:
    """A map of that size; its shapes by code (FIPS for states, ISO 3166-1 numeric for countries)."""

    width: int
    height: int
    shapes: dict[str, Shape]


@cache
def states() -> Sheet:
    return _sheet(_read("us"))


@cache
def countries() -> Sheet:
    return _sheet(_read("world"))


@cache
def world() -> World:
    found = _read("world")
    return World(found["scale"], found["x"], found["y"], found["meridian"])


def lands(west: float, south: float, east: float, north: float) -> list[str]:
    """Paths of the land that may be seen between those degrees; x is the longitude, -y the latitude."""
    return [
        path
        for path, (left, top, right, bottom) in _lands()
        if left <= east and right >= west and top <= -south and bottom >= -north
    ]


@cache
def _lands() -> list[tuple[str, tuple[float, float, float, float]]]:
    return [(area["d"], tuple(area["box"])) for area in _read("lands")["areas"].values()]


@cache
def middles() -> dict[str, tuple[float, float]]:
    """Latitude and longitude of the middle of each country, small ones that have no shape included."""
    return {code: (point[0], point[1]) for code, point in _read("world")["points"].items()}


def _sheet(found: Any) -> Sheet:
    shapes = {code: Shape(area["d"], tuple(area["at"])) for code, area in found["areas"].items()}
    return Sheet(found["width"], found["height"], shapes)


def _read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text())
