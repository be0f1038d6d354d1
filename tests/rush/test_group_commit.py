import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest

from turnout.rush.group_commit import Arrivals, Declined, Full, GroupCommit, Refused, Unknown


class NotTaken(Exception):
    """The database refuses a row."""


class Table:
    """Stores batches, all or nothing; holds each commit until it is let go."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self.batches: list[list[str]] = []
        self.may_commit = threading.Event()
        self.may_commit.set()
        self.is_broken = False

    def write(self, items: Sequence[str]) -> Sequence[str]:
        self.may_commit.wait(10)
        if self.is_broken:
            raise OSError("connection lost")
        if any(item.startswith("bad") for item in items):
            raise NotTaken
        self.batches.append(list(items))
        self.rows += [item for item in items if not item.startswith("late")]
        return [item for item in items if item.startswith("late")]


def committing(table: Table, act: Callable[[GroupCommit[str]], Awaitable[object]], **limits: Any) -> object:
    commit = GroupCommit(table.write, (NotTaken,), **limits)
    commit.start()
    try:
        return asyncio.run(act(commit))  # type: ignore[arg-type]
    finally:
        table.may_commit.set()
        commit.stop()
        assert not commit.is_running


async def keep(commit: GroupCommit[str], item: str) -> None:
    await commit.keep(item)


async def outcomes(commit: GroupCommit[str], *items: str) -> list[object]:
    return await asyncio.gather(*(keep(commit, item) for item in items), return_exceptions=True)


async def waiting(commit: GroupCommit[str], count: int) -> None:
    while commit.waiting != count:
        await asyncio.sleep(0)


def test_few_are_told_on_the_beat_whatever_their_commit_took():
    began = time.monotonic()

    committing(Table(), lambda commit: outcomes(commit, "a", "b"), beat=0.05)

    # Not before: how much later says how busy the machine is.
    assert time.monotonic() - began >= 0.05


def test_one_batch_of_many_is_a_crowd():
    assert [Arrivals().are_crowd(count, 100.0) for count in (1, 7, 8)] == [False, False, True]


def test_few_at_a_time_are_a_crowd_while_they_come_by_the_thousand():
    arrivals = Arrivals()

    crowds = [arrivals.are_crowd(2, 100.0 + number / 1_000) for number in range(60)]

    assert (crowds[0], crowds[20], crowds[-1]) == (False, False, True)
    assert not arrivals.are_crowd(2, 101.0)


def test_item_is_stored_when_its_visitor_is_answered():
    table = Table()

    async def act(commit: GroupCommit[str]) -> list[str]:
        await commit.keep("a")
        return list(table.rows)

    assert committing(table, act) == ["a"]


def test_whoever_comes_during_a_commit_shares_the_next():
    table = Table()

    async def act(commit: GroupCommit[str]) -> None:
        table.may_commit.clear()
        first = asyncio.create_task(keep(commit, "a"))
        await asyncio.sleep(0)
        await waiting(commit, 0)
        others = [asyncio.create_task(keep(commit, item)) for item in ("b", "c", "d")]
        await waiting(commit, 3)
        table.may_commit.set()
        await asyncio.gather(first, *others)

    committing(table, act)

    assert table.batches == [["a"], ["b", "c", "d"]]


def test_batch_has_a_greatest_size():
    table = Table()

    async def act(commit: GroupCommit[str]) -> list[object]:
        table.may_commit.clear()
        kept = asyncio.create_task(outcomes(commit, *"abcdefgh"))
        await asyncio.sleep(0)
        table.may_commit.set()
        return await kept

    assert committing(table, act, most=3) == [None] * 8
    assert max(map(len, table.batches)) <= 3


def test_bad_item_does_not_fail_its_neighbours(caplog: pytest.LogCaptureFixture):
    table = Table()

    async def act(commit: GroupCommit[str]) -> list[object]:
        return await outcomes(commit, "a", "b", "bad one", "c", "bad two")

    told = committing(table, act)

    assert [type(outcome) for outcome in told] == [type(None), type(None), Refused, type(None), Refused]  # type: ignore[attr-defined]
    assert sorted(table.rows) == ["a", "b", "c"]
    assert caplog.text.count("refused by the database") == 2


def test_commit_that_fails_leaves_the_outcome_unknown_and_the_next_one_works(
    caplog: pytest.LogCaptureFixture,
):
    table = Table()

    async def act(commit: GroupCommit[str]) -> list[object]:
        table.is_broken = True
        lost = await outcomes(commit, "a")
        table.is_broken = False
        return lost + await outcomes(commit, "a")

    told = committing(table, act)

    assert [type(outcome) for outcome in told] == [Unknown, type(None)]  # type: ignore[attr-defined]
    assert "A commit of 1 answers failed" in caplog.text


def test_more_than_there_is_room_for_is_full():
    table = Table()

    async def act(commit: GroupCommit[str]) -> list[object]:
        table.may_commit.clear()
        first = asyncio.create_task(keep(commit, "a"))
        await asyncio.sleep(0)
        await waiting(commit, 0)
        kept = asyncio.create_task(outcomes(commit, *"bcdef"))
        await waiting(commit, 2)
        table.may_commit.set()
        await first
        return await kept

    told = committing(table, act, room=2)

    assert [type(outcome) for outcome in told] == [type(None), type(None), Full, Full, Full]  # type: ignore[attr-defined]


def test_visitor_who_hung_up_is_stored_and_harms_nobody():
    table = Table()

    async def act(commit: GroupCommit[str]) -> None:
        table.may_commit.clear()
        gone = asyncio.create_task(keep(commit, "gone"))
        stays = asyncio.create_task(keep(commit, "stays"))
        await asyncio.sleep(0)
        gone.cancel()
        table.may_commit.set()
        await stays

    committing(table, act)

    assert sorted(table.rows) == ["gone", "stays"]


def test_stopping_writes_what_waits():
    table = Table()
    commit = GroupCommit(table.write, (NotTaken,))

    async def act() -> None:
        table.may_commit.clear()
        kept = asyncio.create_task(outcomes(commit, "a", "b"))
        await waiting(commit, 2)
        commit.start()
        table.may_commit.set()
        await asyncio.to_thread(commit.stop)
        assert await kept == [None, None]

    asyncio.run(act())

    assert sorted(table.rows) == ["a", "b"]
    assert (commit.items, commit.waiting) == (2, 0)
    with pytest.raises(Full):
        asyncio.run(keep(commit, "too late"))


def test_what_is_declined_fails_alone():
    table = Table()

    found = committing(table, lambda commit: outcomes(commit, "a", "late", "b"))

    assert isinstance(found, list)
    assert [type(each) for each in found] == [type(None), Declined, type(None)]
    assert table.rows == ["a", "b"]
