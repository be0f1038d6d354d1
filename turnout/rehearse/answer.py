"""One fan's answer to what the page asks. Pure: the same fan answers the same form the same way."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from turnout.rehearse.asked import Asked, Control
from turnout.rehearse.bots import Kind
from turnout.rehearse.crowd import Fan
from turnout.rules.signs import TRAP

Pairs = list[tuple[str, str]]
WORDS = (
    "See you there",
    "I would bring my old phone for the repair table",
    "Ojalá haya una charla sobre la cámara",
    "希望能体验新款手机",
    "Хотелось бы спросить инженеров",
    "أتمنى أن ألتقي بالمهندسين",
    "कैमरा टीम से मिलना चाहूँगा",
    "Quiet corner, please 🙂",
)


def answer(asked: Asked, fan: Fan, mistake: str = "") -> Pairs:
    """The fields that this fan's browser would post; with `mistake`, one of them goes wrong."""
    chance = Random(fan.dice)  # noqa: S311
    pairs = [*_hidden(asked, fan), *_person(asked, fan), *_options(asked, fan, chance)]
    for control in asked.controls.values():
        if control.name.startswith("q") and control.name[1:].isdigit():
            pairs += [(control.name, value) for value in _reply(control, chance)]
    if fan.kind == Kind.FILLS_ALL:
        pairs.append((TRAP, fan.name))
    return _mistaken(pairs, mistake)


def _hidden(asked: Asked, fan: Fan) -> Pairs:
    pairs = [(c.name, c.start) for c in asked.controls.values() if c.kind == "hidden" and c.start]
    kept = [(name, value) for name, value in pairs if name != "submission"]
    return [*kept, ("submission", fan.submission)] if fan.submission else kept


def _person(asked: Asked, fan: Fan) -> Pairs:
    wanted = {
        "name": fan.name,
        "email": fan.email,
        "likelihood": fan.likelihood,
        "party": _party(asked, fan),
        "country": fan.country,
        "postcode": fan.postcode,
        "consent": "yes",
        "age": "yes",
    }
    return [(name, value) for name, value in wanted.items() if name in asked.controls and value]


def _party(asked: Asked, fan: Fan) -> str:
    """As many as the fan would bring, and no more than the form lets."""
    control = asked.controls.get("party")
    if not control:
        return ""
    offered = [int(value) for value in control.values if value.isdigit()]
    greatest = max(offered, default=int(control.limits.get("max", fan.party)))
    return str(min(fan.party, greatest))


def _options(asked: Asked, fan: Fan, chance: Random) -> Pairs:
    """One option suits everybody at least, each further one half of them."""
    offered = asked.values("option")
    if not offered:
        return []
    first = chance.choice(offered)
    return [("option", value) for value in offered if value == first or chance.random() < 0.5]


def _reply(control: Control, chance: Random) -> list[str]:
    reply = REPLIES.get(control.kind)
    return reply(control, chance) if reply else []


def _one(control: Control, chance: Random) -> list[str]:
    return [chance.choice(control.values)] if control.values else []


def _several(control: Control, chance: Random) -> list[str]:
    return chance.sample(control.values, k=1 if chance.random() < 0.6 else min(2, len(control.values)))


def _number(control: Control, chance: Random) -> list[str]:
    least = int(float(control.limits.get("min", "0")))
    return [str(chance.randint(least, int(float(control.limits.get("max", str(least + 9))))))]


def _date(control: Control, chance: Random) -> list[str]:
    first = date.fromisoformat(control.limits.get("min", "2015-01-01"))
    last = date.fromisoformat(control.limits.get("max", "2026-01-01"))
    return [(first + timedelta(days=chance.randint(0, max((last - first).days, 0)))).isoformat()]


def _text(control: Control, chance: Random) -> list[str]:
    return [chance.choice(WORDS)[: int(control.limits.get("maxlength", "200"))]]


REPLIES: dict[str, Callable[[Control, Random], list[str]]] = {
    "radio": _one,
    "select": _one,
    "checkbox": _several,
    "number": _number,
    "date": _date,
    "text": _text,
    "textarea": _text,
}


def _mistaken(pairs: Pairs, mistake: str) -> Pairs:
    if mistake == "email":
        return [(name, value.replace("@", " ") if name == "email" else value) for name, value in pairs]
    return [(name, value) for name, value in pairs if name != mistake] if mistake else pairs
