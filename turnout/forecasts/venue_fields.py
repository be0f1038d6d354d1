from decimal import Decimal
from typing import TypedDict

from turnout.events.fit import line

MOST = 30
CHECKS = {
    "name": line(120, required=True),
    "place": line(120),
    "capacity": lambda value: value,
    "price": lambda value: value,
}


class VenueFields(TypedDict):
    name: str
    place: str
    capacity: int
    price: Decimal
