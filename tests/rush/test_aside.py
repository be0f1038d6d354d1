import asyncio
from threading import Event

import pytest

from turnout.rush.aside import Aside
from turnout.rush.group_commit import Full


async def begun(aside: Aside, work: Event) -> "asyncio.Task[bool]":
    task = asyncio.create_task(aside.do(work.wait, 10))
    await asyncio.sleep(0)
    return task


def test_the_loop_goes_on_while_something_is_done_beside_it():
    async def asked() -> bool:
        work = Event()
        task = await begun(Aside(), work)
        work.set()
        return await task

    assert asyncio.run(asked())


def test_what_is_too_much_is_refused_until_some_of_it_is_done():
    async def asked() -> bool:
        aside, work = Aside(most=1), Event()
        task = await begun(aside, work)
        with pytest.raises(Full):
            await aside.do(work.wait, 10)
        work.set()
        await task
        return await aside.do(work.wait, 10)

    assert asyncio.run(asked())
