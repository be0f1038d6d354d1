import asyncio

import pytest

from tests.rush.asking import Asking
from turnout.rush.body import LARGEST, HungUp, Patience, TooLarge, TooSlow, replayed


def read(*parts: bytes | None, announced: bytes = b"") -> bytes:
    return asyncio.run(Patience().read(Asking(*parts).receive, announced))


def test_body_is_read_whole():
    assert read(b"a", b"b", b"", b"c") == b"abc"


def test_largest_body_is_taken():
    assert len(read(b"a" * (LARGEST - 1), b"b")) == LARGEST


@pytest.mark.parametrize("announced", [b"32769", b"9" * 30])
def test_body_that_is_announced_too_large_is_not_read(announced: bytes):
    with pytest.raises(TooLarge):
        read(b"", announced=announced)


def test_body_that_grows_too_large_is_not_read_on():
    with pytest.raises(TooLarge):
        read(b"a" * LARGEST, b"b", b"c", announced=b"nonsense")


def test_visitor_who_hangs_up_is_noticed():
    with pytest.raises(HungUp):
        read(b"a", None)


def test_slow_body_is_given_up_while_others_go_on():
    async def both() -> tuple[object, bytes]:
        patience = Patience(seconds=0.2)
        stuck = Asking(b"a", b"b")
        stuck.parts = []
        slow = asyncio.create_task(patience.read(stuck.receive, b""))
        await asyncio.sleep(0)
        quick = await patience.read(Asking(b"quick").receive, b"")
        (outcome,) = await asyncio.gather(slow, return_exceptions=True)
        return outcome, quick

    outcome, quick = asyncio.run(both())

    assert isinstance(outcome, TooSlow)
    assert quick == b"quick"


def test_nobody_looks_while_nobody_waits():
    async def looks() -> tuple[bool, bool]:
        patience = Patience(seconds=0.02)
        await patience.read(Asking(b"quick").receive, b"")
        at_first = patience.is_looking
        async with asyncio.timeout(5):
            while patience.is_looking:
                await asyncio.sleep(0.001)
        return at_first, patience.is_looking

    assert asyncio.run(looks()) == (True, False)


def test_being_cancelled_by_others_is_not_being_slow():
    async def cancelled() -> object:
        stuck = Asking()
        stuck.parts = []
        reading = asyncio.create_task(Patience().read(stuck.receive, b""))
        await asyncio.sleep(0)
        reading.cancel()
        (outcome,) = await asyncio.gather(reading, return_exceptions=True)
        return outcome

    assert isinstance(asyncio.run(cancelled()), asyncio.CancelledError)


def test_body_can_be_told_once_more():
    async def twice() -> list[object]:
        receive = replayed(b"abc", Asking(None).receive)
        return [await receive(), await receive()]

    assert asyncio.run(twice()) == [
        {"type": "http.request", "body": b"abc", "more_body": False},
        {"type": "http.disconnect"},
    ]
