from collections.abc import Sequence

from turnout.interest import personal_data
from turnout.interest.ask_for_address import WISHED
from turnout.interest.models import Interest, Subscriber
from turnout.journal.personal_data import noted
from turnout.newsroom import reader_data
from turnout.newsroom.models import Reader
from turnout.privacy.rooms import ROOMS
from turnout.rules.person import Person


def person_of(interest: Interest, *, with_news: bool = True) -> Person:
    (person,) = _people_of([interest], with_news)
    return person


def forget(interests: Sequence[Interest], *, with_news: bool) -> None:
    """Erase in every room what it holds about who gave these answers, all to one event.

    In the caller's transaction, which holds the rows; what is counted of them is the caller's affair.
    """
    _erase(_people_of(interests, with_news))


def forget_subscriber(subscriber: Subscriber) -> None:
    """As `forget`, what is held about a subscription; answers under its address stay."""
    _erase([personal_data.person_of_subscriber(subscriber)])


def forget_reader(reader: Reader) -> None:
    """As `forget`, what is held about who reads posts by mail; answers under the address stay."""
    _erase([reader_data.person_of_reader(reader)])


def _erase(people: Sequence[Person]) -> None:
    for room in ROOMS.values():
        room.erase(people)


def _people_of(interests: Sequence[Interest], with_news: bool) -> list[Person]:
    ids = [each.pk for each in interests]
    former, wished = noted(ids, "email"), noted(ids, WISHED)
    return personal_data.people_of(interests, former, wished, with_news=with_news)
