"""Three halls that Nimbus could book: the cheapest of them would turn away too many."""

from decimal import Decimal

from turnout.events.models import Event
from turnout.forecasts.add_venue import add_venue
from turnout.forecasts.set_costs import set_costs

HALLS = (
    ("The Boathouse", 40, 700),
    ("Foundry Hall", 90, 1300),
    ("Riverside Auditorium", 220, 3600),
)
# A fan who was turned away is worth nine empty seats to them.
EMPTY, AWAY, RISK = Decimal(10), Decimal(90), 5


def add_halls(event: Event, actor: str) -> None:
    set_costs(event, actor, empty=EMPTY, away=AWAY, risk=RISK, currency="USD")
    for name, capacity, price in HALLS:
        add_venue(event, actor, {"name": name, "place": "", "capacity": capacity, "price": Decimal(price)})
