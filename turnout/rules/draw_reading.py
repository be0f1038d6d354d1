"""Reading a draw's record from a file that anybody may have written."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785

from turnout.rules import announced, drand
from turnout.rules.announced import MOST_SOURCES, Source
from turnout.rules.draw import ALGORITHM, CODE, MOST_WEIGHT, Entry, Outcome, Place, Quota
from turnout.rules.draw_record import ANNOUNCED, DRAND, FORMAT, Frozen, Numbers, Proof, Round, canonical
from turnout.rules.refusal import Refusal

MOST_BYTES = 512 * 1024 * 1024
_MOST = 2**53 - 1
_LONGEST = 2_000


class Unreadable(Refusal):
    """The file is no such record. `what` is a code, `where` names the place in it."""

    def __init__(self, what: str, where: str = "") -> None:
        super().__init__(what, where)
        self.what, self.where = what, where


@dataclass(frozen=True)
class Record:
    """As it was read; nothing in it is checked yet beyond its form. `claimed` is its own randomness value."""

    frozen: Frozen
    canonical: bytes
    commitment: str
    published: int | None
    proof: Proof | None
    claimed: str
    outcome: Outcome | None
    seed: str
    abandoned: bool


def read_record(data: bytes, most: int = MOST_BYTES) -> Record:
    """Raises Unreadable."""
    if len(data) > most:
        raise Unreadable("size")
    whole = _Part(_parsed(data), "")
    if whole.get("format") != FORMAT:
        raise Unreadable("format")
    whole.only("abandoned", "commitment", "format", "frozen", "published", "randomness", "result")
    frozen = _frozen(whole.part("frozen"))
    result = whole.part("result") if whole.get("result") is not None else None
    claimed = whole.part("randomness") if whole.get("randomness") is not None else None
    return Record(
        frozen=frozen,
        canonical=_canonical(frozen),
        commitment=whole.hexadecimal("commitment", 32),
        published=None if whole.get("published") is None else whole.number("published"),
        proof=_proof(claimed, frozen.randomness) if claimed else None,
        claimed=claimed.hexadecimal("value", 32) if claimed else "",
        outcome=_outcome(result) if result else None,
        seed=result.hexadecimal("seed", 32) if result else "",
        abandoned=whole.get("abandoned") is not None,
    )


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable("json") from error


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A key that is there twice would be read one way here and another way elsewhere."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable("twice", pairs[0][0])
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _canonical(frozen: Frozen) -> bytes:
    try:
        return canonical(frozen)
    except rfc8785.CanonicalizationError as error:
        raise Unreadable("text", "frozen") from error


@dataclass(frozen=True)
class _Part:
    """One object of the file; `where` is the way to it."""

    value: Any
    where: str

    def __post_init__(self) -> None:
        if not isinstance(self.value, dict):
            raise Unreadable("object", self.where)

    def get(self, key: str) -> Any:
        return self.value.get(key)

    def only(self, *keys: str) -> None:
        """What nobody reads would be committed to and mean nothing, or mean something elsewhere."""
        if odd := sorted(self.value.keys() ^ set(keys)):
            raise Unreadable("keys", self._at(odd[0]))

    def part(self, key: str) -> "_Part":
        return _Part(self.get(key), self._at(key))

    def number(self, key: str, low: int = 0, high: int = _MOST) -> int:
        found = self.get(key)
        if type(found) is not int or not low <= found <= high:
            raise Unreadable("number", self._at(key))
        return found

    def text(self, key: str) -> str:
        found = self.get(key)
        if not isinstance(found, str) or len(found) > _LONGEST:
            raise Unreadable("text", self._at(key))
        return found

    def hexadecimal(self, key: str, length: int) -> str:
        found = self.text(key)
        if len(found) != 2 * length or set(found) - set("0123456789abcdef"):
            raise Unreadable("hexadecimal", self._at(key))
        return found

    def each(self, key: str) -> list["_Part"]:
        return [_Part(value, f"{self._at(key)}[{i}]") for i, value in enumerate(self.list(key))]

    def list(self, key: str) -> list[Any]:
        found = self.get(key)
        if not isinstance(found, list):
            raise Unreadable("list", self._at(key))
        return found

    def _at(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key


def read_frozen(data: bytes) -> Frozen:
    """The frozen part alone. Raises Unreadable."""
    return _frozen(_Part(_parsed(data), "frozen"))


def _frozen(part: _Part) -> Frozen:
    if part.get("algorithm") != ALGORITHM:
        raise Unreadable("algorithm")
    part.only(*_FROZEN)
    seats = part.number("seats", 0, 10_000_000)
    quotas = [_quota(each) for each in part.each("quotas")]
    _check_quotas(quotas, seats)
    return Frozen(
        draw=part.text("draw"),
        event=part.text("event"),
        host=part.text("host"),
        rule=part.text("rule"),
        closed=part.number("closed"),
        seats=seats,
        quotas=quotas,
        answers=part.number("answers"),
        verified=part.number("verified"),
        randomness=_named(part.part("randomness")),
        entries=_entries(part, {"", *(each.code for each in quotas)}),
    )


_FROZEN = (
    *("algorithm", "answers", "closed", "draw", "entries", "event", "host"),
    *("quotas", "randomness", "rule", "seats", "verified"),
)


def _quota(part: _Part) -> Quota:
    part.only("code", "name", "seats")
    return Quota(part.text("code"), part.text("name"), part.number("seats"))


def _check_quotas(quotas: Sequence[Quota], seats: int) -> None:
    codes = {each.code for each in quotas}
    if "" in codes or len(codes) < len(quotas):
        raise Unreadable("quotas", "frozen.quotas")
    if sum(each.seats for each in quotas) > seats:
        raise Unreadable("quota seats", "frozen.quotas")


def _entries(part: _Part, quotas: set[str]) -> list[Entry]:
    """One by one, without an object for each: there may be a million."""
    found, before = [], ""
    for at, value in enumerate(part.list("entries")):
        entry = _entry(value, quotas)
        if entry is None:
            raise Unreadable("entry", f"frozen.entries[{at}]")
        if entry.code <= before:
            raise Unreadable("order", f"frozen.entries[{at}]")
        before = entry.code
        found.append(entry)
    return found


def _entry(value: Any, quotas: set[str]) -> Entry | None:
    if not isinstance(value, dict) or value.keys() != {"code", "party", "quota", "weight"}:
        return None
    entry = Entry(value["code"], value["party"], value["weight"], value["quota"])
    if not isinstance(entry.code, str) or not CODE.fullmatch(entry.code):
        return None
    numbers = type(entry.party) is int and type(entry.weight) is int
    if not numbers or not 1 <= entry.party <= 10_000 or not 1 <= entry.weight <= MOST_WEIGHT:
        return None
    return entry if isinstance(entry.quota, str) and entry.quota in quotas else None


def _round(part: _Part) -> Round:
    part.only("chain", "kind", "lead", "round")
    if part.get("chain") != drand.CHAIN:
        raise Unreadable("chain", part.where)
    return Round(part.number("round", 1), part.number("lead"))


def _numbers(part: _Part) -> Numbers:
    part.only("at", "kind", "sources")
    sources = [_source(each) for each in part.each("sources")]
    if not 1 <= len(sources) <= MOST_SOURCES or not all(map(announced.is_possible, sources)):
        raise Unreadable("sources", part.where)
    return Numbers(part.number("at"), tuple(sources))


def _source(part: _Part) -> Source:
    part.only("count", "high", "low", "name", "rising")
    if not isinstance(part.get("rising"), bool):
        raise Unreadable("sources", part.where)
    return Source(
        part.text("name"),
        part.number("count"),
        part.number("low"),
        part.number("high"),
        part.get("rising"),
    )


def _named(part: _Part) -> Round | Numbers:
    kind = part.get("kind")
    if kind == DRAND:
        return _round(part)
    if kind == ANNOUNCED:
        return _numbers(part)
    raise Unreadable("kind", part.where)


def _proof(part: _Part, named: Round | Numbers) -> Proof:
    if isinstance(named, Round):
        part.only("signature", "value")
        return Proof(signature=part.hexadecimal("signature", 48))
    part.only("text", "value")
    return Proof(text=part.text("text"))


def _outcome(part: _Part) -> Outcome:
    part.only("order", "places", "seed")
    order = part.list("order")
    if not all(isinstance(each, str) for each in order):
        raise Unreadable("code", "result.order")
    return Outcome(order, [_place(each, at) for at, each in enumerate(part.list("places"))])


def _place(value: Any, at: int) -> Place:
    keys = isinstance(value, dict) and value.keys() == {"code", "quota"}
    if not keys or not all(isinstance(each, str) for each in value.values()):
        raise Unreadable("place", f"result.places[{at}]")
    return Place(value["code"], value["quota"])
