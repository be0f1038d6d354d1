"""The 21 days of answers that the sample begins with. Pure and seeded; the clock is an argument.

Philadelphia leads in answers and New York among those who definitely come: what the story is about.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from turnout.rehearse.crowd import DOMAINS
from turnout.rehearse.names import name
from turnout.rehearse.places import place
from turnout.sample.texts import FAULTS, NOTES

DAYS = 21
Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Group:
    """People of one region: where they live, how sure they are, how likely each option suits them."""

    size: int
    homes: Mapping[str, float]
    likelihoods: tuple[int, int, int]  # definitely, probably, maybe
    options: tuple[float, float, float]  # New York in the week, New York on Saturday, Philadelphia


GROUPS = (
    Group(186, {"philadelphia": 1}, (14, 38, 48), (0.03, 0.12, 0.98)),
    Group(146, {"new-york": 1}, (62, 28, 10), (0.66, 0.7, 0.14)),
    Group(56, {"elsewhere": 1}, (20, 30, 50), (0.3, 0.55, 0.5)),
)
BOTS = 12
PARTIES = {1: 52, 2: 36, 3: 8, 4: 4}
# Day of the twenty-one → its share of the answers, and how much of it each channel brings.
QUIET = {"mail": 5, "": 2, "reddit": 1}
RUSH = {"reddit": 30, "": 2, "mail": 1}
READ = {"news": 9, "": 4, "reddit": 3, "youtube": 1}
WATCHED = {"youtube": 6, "": 3, "news": 2, "poster": 2, "reddit": 2}
WAVES: tuple[tuple[float, float, float, Mapping[str, float]], ...] = (
    # from day, to day, weight, channels
    (0.4, 2, 9, QUIET),
    (2, 6.7, 8, QUIET),
    (6.7, 7.2, 38, RUSH),
    (7.2, 10, 14, RUSH),
    (10, 12, 4, QUIET),
    (12, 13.5, 14, READ),
    (13.5, DAYS, 13, WATCHED),
)


@dataclass(frozen=True)
class Answered:
    """What one invented person posted, and when."""

    at: datetime
    fields: Fields


def people(now: datetime, options: tuple[int, int, int], questions: Mapping[str, int]) -> list[Answered]:
    """Everybody in the order in which they answered; `questions` are ids by their name in texts.QUESTIONS."""
    chance = Random("nimbus")  # noqa: S311 - the same story each time
    found = [_fan(chance, number, group, now, options, questions) for number, group in _everybody()]
    found += _herd(chance, now, options)
    found += _again(chance, found, now)
    return sorted(found, key=lambda answered: answered.at)


def _everybody() -> Iterator[tuple[int, Group]]:
    groups = (group for group in GROUPS for _ in range(group.size))
    yield from enumerate(groups, start=1)


def _fan(
    chance: Random,
    number: int,
    group: Group,
    now: datetime,
    options: tuple[int, int, int],
    questions: Mapping[str, int],
) -> Answered:
    written, letters, language = name(chance)
    home = place(chance, dict(group.homes))
    at, via = _moment(number, now)
    fields: Fields = {
        "name": [written],
        "email": [f"{letters}{number + 1900}@{chance.choice(DOMAINS)}"],
        "likelihood": chance.choices(("definitely", "probably", "maybe"), group.likelihoods),
        "party": [str(*chance.choices(list(PARTIES), list(PARTIES.values())))],
        "country": [home.country],
        "postcode": [home.postcode if chance.random() < 0.85 else ""],
        "option": _suits(chance, group, options),
        "via": [via],
        "lang": [language],
        "consent": ["yes"],
        "submission": [UUID(int=chance.getrandbits(128), version=4).hex],
    }
    return Answered(at, fields | _replies(chance, questions))


def _suits(chance: Random, group: Group, options: tuple[int, int, int]) -> list[str]:
    chosen = [
        str(option) for option, share in zip(options, group.options, strict=True) if chance.random() < share
    ]
    return chosen or [str(options[group.options.index(max(group.options))])]


def _moment(number: int, now: datetime) -> tuple[datetime, str]:
    """When and through which channel: in waves, and seldom in the small hours of New York."""
    # Dice of its own: how often they are thrown depends on the clock, and nothing else may.
    chance = Random(f"nimbus/{number}")  # noqa: S311
    start, end, _, channels = chance.choices(WAVES, [weight for _, _, weight, _ in WAVES])[0]
    via = chance.choices(list(channels), list(channels.values()))[0]
    while True:
        at = now - timedelta(days=DAYS) + timedelta(days=chance.uniform(start, end))
        if at.hour >= 11 or at.hour < 4 or chance.random() < 0.15:
            return at, via


def _replies(chance: Random, questions: Mapping[str, int]) -> Fields:
    """To the organiser's questions; nobody has to, and half answer the longer ones not at all."""
    repair = "yes" if chance.random() < 0.3 else "no"
    wishes = chance.sample(["c1", "c2", "c3", "c4", "c5"], k=chance.choice((1, 1, 2, 3)))
    replies = {
        "phone": chance.choices(["c1", "c2", "c3", "c4"], [44, 30, 17, 9]),
        "wishes": wishes if chance.random() < 0.7 else [],
        "repair": [repair] if chance.random() < 0.8 else [],
        "fault": [chance.choice(FAULTS)] if repair == "yes" else [],
        "miles": [str(chance.choice((5, 10, 20, 30, 50, 100, 200, 500)))] if chance.random() < 0.5 else [],
        "note": [chance.choice(NOTES)] if chance.random() < 0.08 else [],
    }
    return {f"q{questions[asked]}": reply for asked, reply in replies.items() if reply}


def _herd(chance: Random, now: datetime, options: tuple[int, int, int]) -> list[Answered]:
    """Variants of one mailbox within minutes of the rush, all with the same postal code."""
    start = now - timedelta(days=DAYS - 6.9)
    found = []
    for number in range(BOTS):
        fields: Fields = {
            "name": [f"Vic Lane {number + 1}"],
            "email": [f"vic.lane+{number + 1}@example.net"],
            "likelihood": ["definitely"],
            "party": ["4"],
            "country": ["US"],
            "postcode": ["19104"],
            "option": [str(options[2])],
            "via": ["reddit"],
            "lang": ["en"],
            "consent": ["yes"],
        }
        found.append(Answered(start + timedelta(seconds=number * 7 + chance.random()), fields))
    return found


def _again(chance: Random, others: list[Answered], now: datetime) -> list[Answered]:
    """Some answer a second time under the same address, which changes nothing."""
    found = []
    for first in chance.sample(others[:300], k=9):
        fields = first.fields | {"likelihood": ["definitely"], "submission": [""]}
        found.append(Answered(first.at + (now - first.at) * chance.random(), fields))
    return found
