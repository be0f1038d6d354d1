"""Who answered last spring's event in Chicago, and what became of it. Pure and seeded.

What went wrong is that hardly anybody came from out of town, where a third of the places had gone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from turnout.rehearse.crowd import DOMAINS
from turnout.rehearse.names import name
from turnout.sample.people import PARTIES, Answered, Fields

# Days before the event: answers come from the first to the second, then people are drawn, then they reply.
OPENED, INVITED, REPLIED, CLOSED = 44, 22, 14, 5
TOWN = "60601 60605 60607 60608 60610 60611 60613 60614 60616 60618 60622 60625 60640 60647 60657 60202 60302"
# Milwaukee, Rockford, South Bend, Kalamazoo: between one and two hours by train.
AWAY = "53202 53203 53207 53211 61101 61107 46601 46615 49001 49007"
ANSWERS, WALK_INS = 270, 4
_CHANNELS = {"spring-mail": 34, "spring-reddit": 30, "spring-poster": 16, "": 20}
_LIKELIHOODS = {"definitely": 46, "probably": 34, "maybe": 20}
_REPLIES = {"claimed": 68, "declined": 12, "lapsed": 20}


@dataclass(frozen=True)
class Guest:
    """What somebody replies if they are invited, after so much of the time to reply, and how many come."""

    reply: str
    patience: float
    came: int


def fans(day: datetime) -> list[Answered]:
    """Everybody in the order in which they answered; the event began at `day`."""
    chance = Random("nimbus chicago")  # noqa: S311 - the same story each time
    return sorted((_fan(chance, number, day) for number in range(ANSWERS)), key=lambda each: each.at)


def _fan(chance: Random, number: int, day: datetime) -> Answered:
    written, letters, language = name(chance)
    codes = (AWAY if chance.random() < 0.46 else TOWN).split()
    # Most in the first days, and again when it was told in the shops.
    share = min(chance.expovariate(3.2), 0.98) if chance.random() < 0.7 else chance.uniform(0.4, 0.98)
    at = day - timedelta(days=OPENED) + timedelta(days=(OPENED - INVITED) * share)
    fields: Fields = {
        "name": [written],
        "email": [f"{letters}{number + 3900}@{chance.choice(DOMAINS)}"],
        "likelihood": chance.choices(list(_LIKELIHOODS), list(_LIKELIHOODS.values())),
        "party": [str(*chance.choices(list(PARTIES), list(PARTIES.values())))],
        "country": ["US"],
        "postcode": [chance.choice(codes)],
        "via": chance.choices(list(_CHANNELS), list(_CHANNELS.values())),
        "lang": [language if language in ("en", "es") else "en"],
        "consent": ["yes"],
        "submission": [UUID(int=chance.getrandbits(128), version=4).hex],
    }
    return Answered(at, fields)


def guests(answers: list[tuple[int, str, int]]) -> Iterator[tuple[int, Guest]]:
    """Of answers (number, postcode, party): what each would do with a place."""
    chance = Random("nimbus chicago guests")  # noqa: S311 - the same story each time
    away = set(AWAY.split())
    for number, postcode, party in answers:
        reply = chance.choices(list(_REPLIES), list(_REPLIES.values()))[0]
        comes = chance.random() < (0.08 if postcode in away else 0.7)
        # Now and then somebody of a party stays at home.
        came = max(party - (chance.random() < 0.15), 1) if comes else 0
        yield number, Guest(reply, chance.uniform(0.02, 0.98), came)
