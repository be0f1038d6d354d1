"""Where invented people live: real postal codes near New York and Philadelphia, and far from both."""

from random import Random
from typing import NamedTuple


class Place(NamedTuple):
    country: str
    postcode: str


def _codes(country: str, codes: str) -> tuple[Place, ...]:
    return tuple(Place(country, code.replace("_", " ")) for code in codes.split())


NEW_YORK = _codes(
    "US",
    "10001 10002 10003 10009 10011 10013 10016 10025 10027 10031 11201 11206 11211 11215 11217 11221 "
    "11222 11238 11101 11103 11354 11372 11377 10451 10458 10301 10701 11530 07030 07302 07102 06901",
)
PHILADELPHIA = _codes(
    "US",
    "19102 19103 19104 19106 19107 19121 19123 19125 19130 19139 19143 19146 19147 19148 08102 08002 "
    "19801 19406 19010 08540 08608 18015",
)
ELSEWHERE = (
    *_codes(
        "US",
        "02116 02139 20001 20009 21201 15213 14604 27601 30303 33130 43215 48226 60614 55401 63103 70112 "
        "75201 78701 80202 84101 85004 90012 94103 97209 98101",
    ),
    *_codes("CA", "M5V_2T6 H2X_1Y4 V6B_1A1"),
    *_codes("GB", "E1_6AN M1_1AE"),
    *_codes("MX", "06700 44160"),
    *_codes("DE", "10115 50667"),
    *_codes("IN", "560001 400001"),
    *_codes("CN", "100020 518000"),
    *_codes("BR", "01310-100"),
    *_codes("JP", "150-0001"),
)
REGIONS = {"new-york": NEW_YORK, "philadelphia": PHILADELPHIA, "elsewhere": ELSEWHERE}


def place(chance: Random, shares: dict[str, float]) -> Place:
    """A place of one region, chosen by its share."""
    region = chance.choices(list(shares), list(shares.values()))[0]
    return chance.choice(REGIONS[region])
