"""Facts that many mails of one round share, looked up once for a few seconds instead of once for each."""

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Fact = TypeVar("Fact")
_FRESH_FOR = 5.0
_known: ContextVar[dict[Hashable, tuple[float, Any]] | None] = ContextVar("facts_for_many", default=None)


@contextmanager
def facts_for_many() -> Iterator[None]:
    """Inside, what `for_many` was given is kept; it ends with the round, and nothing outlives it."""
    before = _known.set({})
    try:
        yield
    finally:
        _known.reset(before)


def for_many(key: Hashable, look_up: Callable[[], Fact]) -> Fact:
    """What `look_up` finds, or found a few seconds ago for another mail of this round."""
    known = _known.get()
    if known is None:
        return look_up()
    at, fact = known.get(key, (float("-inf"), None))
    if time.monotonic() - at >= _FRESH_FOR:
        fact = look_up()
        known[key] = time.monotonic(), fact
    found: Fact = fact
    return found
