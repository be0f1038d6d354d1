"""Facts that many mails of one round share, looked up once for a few seconds instead of once for each."""

import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

Fact = TypeVar("Fact")
_FRESH_FOR = 5.0
_TOGETHER = 50


@dataclass(frozen=True)
class _Round:
    coming: Sequence[Mapping[str, Any]]
    known: dict[Hashable, tuple[float, Any]] = field(default_factory=dict)


_round: ContextVar[_Round | None] = ContextVar("facts_for_many", default=None)


@contextmanager
def facts_for_many(coming: Sequence[Mapping[str, Any]] = ()) -> Iterator[None]:
    """Inside, what was looked up is kept; it ends with the round, and nothing outlives it.

    `coming` are the ids of the round's mails, in their order.
    """
    before = _round.set(_Round(coming))
    try:
        yield
    finally:
        _round.reset(before)


def for_many(key: Hashable, look_up: Callable[[], Fact]) -> Fact:
    """What `look_up` finds, or found a few seconds ago for another mail of this round."""
    here = _round.get()
    if here is None:
        return look_up()
    if not _is_fresh(here, key):
        here.known[key] = time.monotonic(), look_up()
    found: Fact = here.known[key][1]
    return found


def one_of_many(name: str, pk: int, look_up: Callable[[Sequence[int]], Mapping[int, Fact]]) -> Fact | None:
    """What `look_up` finds of `pk`; it is asked at once for what the next mails call by the same name."""
    here = _round.get()
    if here is None:
        return look_up([pk]).get(pk)
    if not _is_fresh(here, (name, pk)):
        pks = _next(here, name, pk)
        found = look_up(pks)
        now = time.monotonic()
        here.known.update({(name, each): (now, found.get(each)) for each in pks})
    fact: Fact | None = here.known[name, pk][1]
    return fact


def _is_fresh(here: _Round, key: Hashable) -> bool:
    return key in here.known and time.monotonic() - here.known[key][0] < _FRESH_FOR


def _next(here: _Round, name: str, pk: int) -> Sequence[int]:
    """It, and those that come after it."""
    pks = [ids[name] for ids in here.coming if name in ids]
    if pk not in pks:
        return [pk]
    first = pks.index(pk)
    return pks[first : first + _TOGETHER]
