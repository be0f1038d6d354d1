"""Where a point of the earth lies on the maps that `web/shapes.mjs` makes.

The same projections as d3-geo's: Albers' conic with Alaska and Hawaii beside the rest of the USA (as us-atlas
has it, 975 by 610), and Equal Earth (Šavrič, Patterson and Jenny 2018). Points that no map shows are NaN.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
EARTH = 6371.0
_SCALE, _X, _Y = 1300.0, 487.5, 305.0
_BEND = (1.340264, -0.081106, 0.000893, 0.003796)
_FLAT = float(np.sqrt(3) / 2)


@dataclass(frozen=True)
class _Conic:
    """Albers' conic about a meridian; what is `middle` degrees east of it and north lies at (x, y)."""

    meridian: float
    middle: tuple[float, float]
    parallels: tuple[float, float]
    scale: float
    x: float
    y: float

    def of(self, latitude: Array, longitude: Array) -> Array:
        east = (longitude - self.meridian + 180) % 360 - 180
        right, up = self._raw(latitude, east)
        here = self._raw(np.array(self.middle[1]), np.array(self.middle[0]))
        return np.stack([self.x + self.scale * (right - here[0]), self.y - self.scale * (up - here[1])], -1)

    def _raw(self, latitude: Array, east: Array) -> tuple[Array, Array]:
        south, north = np.sin(np.radians(self.parallels))
        cone = (south + north) / 2
        bend = 1 + south * (2 * cone - south)
        radius = np.sqrt(bend - 2 * cone * np.sin(np.radians(latitude))) / cone
        angle = np.radians(east) * cone
        return radius * np.sin(angle), np.sqrt(bend) / cone - radius * np.cos(angle)


_MAINLAND = _Conic(-96, (-0.6, 38.7), (29.5, 45.5), _SCALE, _X, _Y)
_ALASKA = _Conic(-154, (-2, 58.5), (55, 65), 0.35 * _SCALE, _X - 0.307 * _SCALE, _Y + 0.201 * _SCALE)
_HAWAII = _Conic(-157, (-3, 19.9), (8, 18), _SCALE, _X - 0.205 * _SCALE, _Y + 0.212 * _SCALE)


def on_usa(latitude: Array, longitude: Array) -> Array:
    """(..., 2): right and down."""
    latitude, longitude = np.asarray(latitude, float), np.asarray(longitude, float)
    found = np.full((*latitude.shape, 2), np.nan)
    far = (longitude < -129) | (longitude > 170)
    parts = (
        (_MAINLAND, (latitude > 20) & (latitude < 53) & (longitude > -130) & (longitude < -60)),
        (_ALASKA, far & (latitude > 50)),
        (_HAWAII, (longitude < -153) & (latitude > 18) & (latitude < 23.5)),
    )
    for conic, inside in parts:
        found[inside] = conic.of(latitude[inside], longitude[inside])
    return found


@dataclass(frozen=True)
class World:
    """Equal Earth, turned to a meridian; its middle lies at (x, y)."""

    scale: float
    x: float
    y: float
    meridian: float

    def of(self, latitude: Array, longitude: Array) -> Array:
        """(..., 2): right and down."""
        one, two, three, four = _BEND
        east = np.radians((np.asarray(longitude, float) - self.meridian + 180) % 360 - 180)
        lies = np.arcsin(_FLAT * np.sin(np.radians(np.asarray(latitude, float))))
        square = lies * lies
        sixth = square**3
        right = (
            east * np.cos(lies) / (_FLAT * (one + 3 * two * square + sixth * (7 * three + 9 * four * square)))
        )
        up = lies * (one + two * square + sixth * (three + four * square))
        return np.stack([self.x + self.scale * right, self.y - self.scale * up], -1)


def ring(latitude: float, longitude: float, kilometres: float, points: int = 72) -> tuple[Array, Array]:
    """Latitudes and longitudes of what lies so far from a point, all around it; the first is north of it."""
    turn, far = np.linspace(0, 2 * np.pi, points, endpoint=False), kilometres / EARTH
    here = np.radians(latitude)
    up = np.arcsin(np.sin(here) * np.cos(far) + np.cos(here) * np.sin(far) * np.cos(turn))
    across = np.arctan2(np.sin(turn) * np.sin(far) * np.cos(here), np.cos(far) - np.sin(here) * np.sin(up))
    return np.degrees(up), (longitude + np.degrees(across) + 180) % 360 - 180
