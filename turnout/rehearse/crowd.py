"""A crowd of invented fans. Pure and seeded: the same seed makes the same crowd, on any machine.

Every address ends in example.org, .com or .net and every network address comes from the ranges that
are kept for documentation (RFC 2606, 3849, 5737), so nobody real is ever meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import TypeVar
from uuid import UUID

from turnout.rehearse.names import name
from turnout.rehearse.places import place

T = TypeVar("T")

DOMAINS = ("example.org", "example.com", "example.net")
HOME = {"new-york": 0.42, "philadelphia": 0.34, "elsewhere": 0.24}
LIKELIHOODS = {"definitely": 0.42, "probably": 0.36, "maybe": 0.22}
PARTIES = {1: 0.47, 2: 0.36, 3: 0.1, 4: 0.07}
MISTAKES = ("email", "likelihood", "consent", "name")
# The bots among so many fans are one herd: one mailbox, one network, one postal code.
HERD = 320


class Behaviour(StrEnum):
    ANSWERS = "answers"
    LEAVES = "leaves"
    MISTYPES = "mistypes"
    PRESSES_TWICE = "presses twice"
    COMES_BACK = "comes back"
    BOT = "bot"


BEHAVIOURS = {
    Behaviour.ANSWERS: 0.76,
    Behaviour.LEAVES: 0.1,
    Behaviour.MISTYPES: 0.05,
    Behaviour.PRESSES_TWICE: 0.03,
    Behaviour.COMES_BACK: 0.03,
    Behaviour.BOT: 0.03,
}


@dataclass(frozen=True, slots=True)
class Fan:
    number: int
    behaviour: Behaviour
    arrives: float  # seconds after the start
    reads: float  # seconds from the first touch to the button: hurried, but nobody types faster
    name: str
    email: str
    likelihood: str
    party: int
    country: str
    postcode: str
    via: str
    language: str
    address: str
    submission: str  # empty where the page's script does not run
    mistake: str
    dice: int  # seeds the answers to the organiser's own questions
    kind: str = ""  # the label of a bot, see rehearse.bots


def crowd(
    seed: int,
    fans: int,
    *,
    rate: float,
    spike: bool = False,
    herds: bool = True,
    channels: Sequence[tuple[str, str]] = (),
) -> list[Fan]:
    """So many fans in the order of their arrival; `channels` are (code, kind) of where they come from.

    Arrivals are a Poisson process of `rate` a second; with `spike` its middle fifth comes four times as
    fast, and then mostly from Reddit. Without `herds` nobody in it is a bot.
    """
    clock = Random(f"{seed}/arrivals")  # noqa: S311 - a rehearsal must repeat, not surprise
    now = 0.0
    found: list[Fan] = []
    for number in range(fans):
        rushing = spike and 0.4 <= number / fans < 0.6
        now += clock.expovariate(rate * (4 if rushing else 1))
        fan = _fan(seed, number, now, _pull(channels, rushing))
        if fan.behaviour == Behaviour.BOT:
            fan = _bot(seed, fan) if herds else replace(fan, behaviour=Behaviour.ANSWERS)
        found.append(_returning(fan, found) if fan.behaviour == Behaviour.COMES_BACK else fan)
    return found


def _fan(seed: int, number: int, arrives: float, pull: dict[str, float]) -> Fan:
    chance = Random(f"{seed}/{number}")  # noqa: S311 - each fan is the same in a crowd of any size
    written, letters, language = name(chance)
    home = place(chance, HOME)
    return Fan(
        number=number,
        behaviour=_one_of(chance, BEHAVIOURS),
        arrives=arrives,
        reads=min(2.1 + chance.lognormvariate(0, 0.6), 8.0),
        name=written,
        email=_typed(chance, f"{letters}{number}@{chance.choice(DOMAINS)}"),
        likelihood=_one_of(chance, LIKELIHOODS),
        party=_one_of(chance, PARTIES),
        country=home.country,
        # One in five does not tell: the field is optional.
        postcode=home.postcode if chance.random() < 0.8 else "",
        via=_one_of(chance, pull),
        language=language,
        address=_address(chance),
        submission=UUID(int=chance.getrandbits(128), version=4).hex if chance.random() < 0.97 else "",
        mistake=chance.choice(MISTAKES),
        dice=chance.getrandbits(32),
    )


def _one_of(chance: Random, shares: Mapping[T, float]) -> T:
    return chance.choices(list(shares), list(shares.values()))[0]


def _pull(channels: Sequence[tuple[str, str]], rushing: bool) -> dict[str, float]:
    """How likely each channel is; the empty one stands for a visit without a tracked link."""
    weights = {"reddit": 40.0 if rushing else 8.0, "news": 3.0, "youtube": 3.0, "poster": 0.5}
    found = {"": 2.0}
    for code, kind in channels:
        found[code] = weights.get(kind, 1.5)
    return found


def _typed(chance: Random, email: str) -> str:
    """Some phones begin an address with a capital letter."""
    return email.capitalize() if chance.random() < 0.05 else email


def _address(chance: Random) -> str:
    """Mostly an IPv6 network of one's own; else one of 762 IPv4 addresses, as behind a mobile network."""
    if chance.random() < 0.6:
        return f"2001:db8:{chance.getrandbits(16):x}:{chance.getrandbits(16):x}::{chance.randint(1, 65535):x}"
    network = chance.choice(("192.0.2", "198.51.100", "203.0.113"))
    return f"{network}.{chance.randint(1, 254)}"


def _bot(seed: int, fan: Fan) -> Fan:
    """One of a herd: variants of a single mailbox from one network, greedy and without a pause."""
    herd = fan.number // HERD
    owner = Random(f"{seed}/herd/{herd}")  # noqa: S311
    _, letters, _ = name(owner)
    return replace(
        fan,
        email=f"{letters}+{fan.number}@{owner.choice(DOMAINS)}",
        postcode=place(owner, {"philadelphia": 1}).postcode,
        country="US",
        likelihood="definitely",
        party=4,
        reads=0.0,
        address=f"2001:db8:ffff:{herd:x}::{fan.number + 1:x}",
        submission="",
    )


def _returning(fan: Fan, earlier: Sequence[Fan]) -> Fan:
    """Answers once more under an address that has answered, typed a little differently."""
    first = [other for other in earlier[-200:] if other.behaviour == Behaviour.ANSWERS]
    if not first:
        return replace(fan, behaviour=Behaviour.ANSWERS)
    again = first[fan.dice % len(first)]
    return replace(fan, name=again.name, email=again.email.upper(), country=again.country)
