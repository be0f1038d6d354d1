from collections.abc import Sequence

from turnout.interest import personal_data
from turnout.interest.models import Interest
from turnout.journal.personal_data import former_addresses
from turnout.privacy.rooms import ROOMS
from turnout.rules.person import Person


def person_of(interest: Interest, *, with_news: bool = True) -> Person:
    (person,) = _people_of([interest], with_news)
    return person


def forget(interests: Sequence[Interest], *, with_news: bool) -> None:
    """Erase in every room what it holds about who gave these answers, all to one event.

    In the caller's transaction, which holds the rows; what is counted of them is the caller's affair.
    """
    people = _people_of(interests, with_news)
    for room in ROOMS.values():
        room.erase(people)


def _people_of(interests: Sequence[Interest], with_news: bool) -> list[Person]:
    former = former_addresses([each.pk for each in interests])
    return personal_data.people_of(interests, former, with_news=with_news)
