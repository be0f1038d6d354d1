"""Waiting for something to become true, and failing loudly when it does not."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def until(found: Callable[[], Found], *, seconds: float = 10, what: str = "") -> Found:
    """Ask again and again until the answer is truthy, and return it. AssertionError after `seconds`."""
    end = time.monotonic() + seconds
    pause = 0.005
    while not (answer := found()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what or found}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.2)
    return answer
