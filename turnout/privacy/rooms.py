"""Every room that holds something about a person, in one list.

Each has a module `personal_data` with `HOLDS` (its models), `held_of(person)` and `erase(people)`.
"""

from collections.abc import Sequence
from typing import Any, Protocol, cast

from turnout.forecasts import personal_data as of_forecasts
from turnout.interest import personal_data as of_interest
from turnout.invitations import draw_data as of_draws
from turnout.invitations import personal_data as of_invitations
from turnout.journal import personal_data as of_journal
from turnout.newsroom import personal_data as of_newsroom
from turnout.newsroom import reader_data as of_readers
from turnout.outbox import personal_data as of_outbox
from turnout.rules.person import Person
from turnout.tickets import personal_data as of_tickets


class Room(Protocol):
    HOLDS: tuple[type, ...]

    def held_of(self, person: Person) -> Any: ...
    def erase(self, people: Sequence[Person]) -> None: ...


ROOMS = {
    # Before the invitations, by which the seats of claims are found and freed.
    "tickets": cast(Room, of_tickets),
    # Before the answers, which take their invitations with them.
    "invitations": cast(Room, of_invitations),
    "draws": cast(Room, of_draws),
    "newsroom": cast(Room, of_newsroom),
    "forecasts": cast(Room, of_forecasts),
    "interest": cast(Room, of_interest),
    "readers": cast(Room, of_readers),
    "journal": cast(Room, of_journal),
    "outbox": cast(Room, of_outbox),
}
