import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.databases import a_new_database
from tests.server import TURNOUT, environment
from tests.waiting import until
from turnout.worker import SHARED_LANES, WORK, Work, lanes_of, one_round, work_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_kind_of_work_can_be_asked_what_is_due() -> None:
    for work in WORK:
        assert one_round(Event(), work) == 0


def test_what_fails_does_not_keep_the_rest_waiting(caplog: pytest.LogCaptureFixture) -> None:
    done = []

    def do(item: int, now: datetime) -> None:
        done.append(100 // item)

    succeeded = one_round(Event(), Work("division", lambda now: [0, 5], do))

    assert (succeeded, done) == (1, [20])
    assert "worker: division 0 failed" in caplog.text


def test_a_query_that_fails_is_logged_and_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    stopped, answers = Event(), iter([1 / 2])

    def due(now: datetime) -> list[int]:
        try:
            next(answers)
        except StopIteration:
            stopped.set()
        raise OSError("the database went away")

    work_until(stopped, [Work("query", due, lambda item, now: None)])

    assert caplog.text.count("cannot see which query is due") == 2


def test_asked_to_end_it_finishes_the_item_in_hand() -> None:
    stopped, begun, may_end, done = Event(), Event(), Event(), []

    def do(item: int, now: datetime) -> None:
        begun.set()
        assert may_end.wait(10)
        done.append(item)

    loop = Thread(target=work_until, args=(stopped, [Work("slow", lambda now: [1, 2], do)]))
    loop.start()
    assert begun.wait(10)
    stopped.set()
    may_end.set()
    loop.join(10)

    assert done == [1]


def test_work_hears_when_nothing_is_due_and_when_it_ends() -> None:
    stopped, heard, items = Event(), [], iter([[1], []])

    def idle(now: datetime) -> None:
        heard.append("idle")
        stopped.set()

    def do(item: int, now: datetime) -> None:
        heard.append("do")

    work_until(stopped, [Work("any", lambda now: next(items), do, idle, lambda: heard.append("end"))])

    assert heard == ["do", "idle", "end"]


def test_kinds_of_one_lane_take_turns() -> None:
    stopped, done = Event(), []

    def work(name: str, items: list[list[int]]) -> Work:
        left = iter(items)
        return Work(name, lambda now: next(left), lambda item, now: done.append((name, item)))

    def end(now: datetime) -> list[int]:
        stopped.set()
        return []

    lane = [work("a", [[1, 2], [3]]), work("b", [[4], []]), Work("end", end, lambda item, now: None)]
    work_until(stopped, lane)

    assert done == [("a", 1), ("a", 2), ("b", 4)]


def test_each_kind_has_its_lanes_and_the_rest_share_a_few() -> None:
    lanes = lanes_of(WORK)

    shared = [work for work in WORK if not work.lanes]
    assert sorted(work.name for lane in lanes[-SHARED_LANES:] for work in lane) == sorted(
        work.name for work in shared
    )
    assert [lane[0].name for lane in lanes[:-SHARED_LANES]] == [
        work.name for work in WORK for _ in range(work.lanes)
    ]


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a `turnout` command whose database is ready."""
    with a_new_database() as database:
        settings = environment(TURNOUT_DATA=str(tmp_path), **database)
        subprocess.run([TURNOUT, "migrate"], env=settings, check=True, capture_output=True)
        yield settings


def test_sigterm_ends_it_with_0(migrated: dict[str, str]) -> None:
    worker = subprocess.Popen([TURNOUT, "worker"], env=migrated)
    until(lambda: is_working(worker.pid), what="it works")

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(20) == 0


def test_it_ends_when_its_parent_does(migrated: dict[str, str]) -> None:
    """A parent that is killed with -9 cannot end its children."""
    start = (
        "import os, subprocess, sys\n"
        f"command = [{TURNOUT!r}, 'worker', '--parent', str(os.getpid())]\n"
        "child = subprocess.Popen(command, stdout=sys.stderr)\n"
        "print(child.pid, flush=True)\nsys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", start], env=migrated, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    until(lambda: is_working(worker), what="it works")

    parent.kill()
    parent.communicate()

    until(lambda: not Path(f"/proc/{worker}").exists() or is_zombie(worker), what="it has ended")


def is_working(pid: int) -> bool:
    """Whether its threads have begun, which they do once the signals are handled."""
    return len(list(Path(f"/proc/{pid}/task").iterdir())) > len(lanes_of(WORK))


def is_zombie(pid: int) -> bool:
    return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
