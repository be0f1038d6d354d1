"""The bots of a rehearsal, each labelled with its kind, and the people among whom they go.

Pure and seeded as the crowd is. The label stays here: nothing of it reaches the server, which sees
what bots of these kinds would send. The careful one is there to be missed: it does all that a person
does, and only the mail that nobody answers tells it apart.
"""

from dataclasses import replace
from enum import StrEnum
from random import Random

from turnout.rehearse.crowd import Behaviour, Fan
from turnout.rehearse.names import name
from turnout.rehearse.places import place

DISPOSABLE = "throwaway.example"
# Half a town goes out through one address of its mobile network.
MOBILE = "203.0.113.77"
# Among so many in the crowd, the bots of one kind belong together.
SWARM = 640
MOBILE_SHARE, PLUS_SHARE, QUICK_SHARE = 0.08, 0.03, 0.01


class Kind(StrEnum):
    PERSON = ""
    FILLS_ALL = "fills in every field"
    SCRIPT = "sends like no browser"
    IDENTICAL = "answers alike again and again"
    DISPOSABLE = "throwaway mailbox"
    VARIANTS = "one mailbox in many spellings"
    ONE_NETWORK = "one network"
    CAREFUL = "does what a person does"


KINDS = {
    Kind.FILLS_ALL: 0.22,
    Kind.SCRIPT: 0.2,
    Kind.IDENTICAL: 0.16,
    Kind.DISPOSABLE: 0.14,
    Kind.VARIANTS: 0.14,
    Kind.ONE_NETWORK: 0.12,
    Kind.CAREFUL: 0.02,
}
# These run a browser, or do what its script does.
_WITH_SCRIPT = frozenset({Kind.DISPOSABLE, Kind.VARIANTS, Kind.CAREFUL})


def among(fans: list[Fan], seed: int, share: float) -> list[Fan]:
    """The crowd, which has no herds, with such a share of bots in it and the others as people are."""
    found: dict[str, Fan] = {}
    for fan in fans:
        chance = Random(f"{seed}/cast/{fan.number}")  # noqa: S311
        if fan.behaviour == Behaviour.COMES_BACK:
            found[f"{fan.number}"] = _returning(_person(fan, chance), found[fan.email.lower()])
        else:
            found[fan.email.lower()] = _cast(fan, chance, seed, share)
    return list(found.values())


def _returning(fan: Fan, first: Fan) -> Fan:
    """A person comes back under the address given before; where that was a bot's, just reads."""
    if first.kind:
        return replace(fan, behaviour=Behaviour.LEAVES, kind=first.kind)
    return replace(fan, email=first.email.upper())


def _cast(fan: Fan, chance: Random, seed: int, share: float) -> Fan:
    if chance.random() >= share:
        return _person(fan, chance)
    kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
    bot = replace(fan, kind=kind, behaviour=Behaviour.ANSWERS, reads=0.0)
    herd = Random(f"{seed}/herd/{kind}/{fan.number // SWARM}")  # noqa: S311
    changed = _BECOMES[kind](bot, herd) if kind in _BECOMES else bot
    if kind in _WITH_SCRIPT:
        return replace(changed, submission=fan.submission or f"{fan.dice:032x}", reads=_typing(chance))
    return replace(changed, submission="")


def _person(fan: Fan, chance: Random) -> Fan:
    """Takes time to type. A few share an address with a town, use a plus, or let the browser fill it in."""
    changed = replace(fan, reads=_typing(chance))
    if chance.random() < MOBILE_SHARE:
        changed = replace(changed, address=MOBILE)
    if chance.random() < PLUS_SHARE and fan.behaviour != Behaviour.COMES_BACK:
        changed = replace(changed, email=fan.email.replace("@", "+fanday@"))
    if chance.random() < QUICK_SHARE:
        changed = replace(changed, reads=0.8)
    return changed


def _typing(chance: Random) -> float:
    """Seconds from the first touch to the button, hurried: a rehearsal shall end."""
    return min(max(chance.lognormvariate(1.4, 0.4), 2.4), 8.0)


def _disposable(bot: Fan, herd: Random) -> Fan:
    return replace(bot, email=f"{bot.email.rpartition('@')[0]}@{DISPOSABLE}")


def _identical(bot: Fan, herd: Random) -> Fan:
    """All but the name, the mailbox and the network are the same."""
    home = place(herd, {"philadelphia": 1})
    alike = replace(bot, country=home.country, postcode=home.postcode, via="", language="en")
    return replace(alike, likelihood="definitely", party=4, dice=herd.getrandbits(32))


def _variants(bot: Fan, herd: Random) -> Fan:
    """With a plus, or with dots elsewhere."""
    letters = name(herd)[1].replace(".", "")
    at = f"@{herd.choice(('example.org', 'example.com'))}"
    if bot.dice % 2:
        return replace(bot, email=f"{letters}+{bot.number}{at}")
    dotted = "".join(
        letter + ("." if bot.dice >> place & 1 and place < len(letters) - 1 else "")
        for place, letter in enumerate(letters, start=1)
    )
    return replace(bot, email=dotted.strip(".") + at)


def _one_network(bot: Fan, herd: Random) -> Fan:
    return replace(bot, address=f"2001:db8:ffff:{bot.number // SWARM:x}::{bot.number + 1:x}")


_BECOMES = {
    Kind.IDENTICAL: _identical,
    Kind.DISPOSABLE: _disposable,
    Kind.VARIANTS: _variants,
    Kind.ONE_NETWORK: _one_network,
}
