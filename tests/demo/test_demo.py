"""The demo as somebody starts it: a real server, a real crowd."""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.server import TURNOUT, free_port
from tests.waiting import until

# It runs on what a fresh machine has.
pytestmark = pytest.mark.only("sqlite")

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start_demo(tmp_path: Path, sample_database: dict[str, str]) -> Iterator[Start]:
    """Starts `turnout demo` on a database that has the sample already; what it prints goes to demo.txt."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TURNOUT_")}
    with ExitStack() as ends:

        def start(*arguments: str, **settings: str) -> "subprocess.Popen[str]":
            command = [TURNOUT, "demo", "--port", str(free_port()), "--rate", "200", *arguments]
            environment = {**plain, **sample_database, "TURNOUT_DATA": str(tmp_path / "data"), **settings}
            output = ends.enter_context((tmp_path / "demo.txt").open("w"))
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, text=True
            )
            ends.callback(process.wait, 30)
            ends.callback(process.terminate)
            return process

        yield start


@pytest.fixture
def printed(tmp_path: Path) -> Callable[[], str]:
    return lambda: (tmp_path / "demo.txt").read_text()


def test_alone_it_ends_with_nothing_lost(start_demo: Start, printed: Callable[[], str]) -> None:
    process = start_demo("--fans", "120", DEMO_EXIT="1")

    assert process.wait(120) == 0, printed()

    assert re.match(r"http://127\.0\.0\.1:\d+/sign-in/", printed())
    assert "Acknowledged = stored" in printed()
    confirmed = re.search(r"(\d+) of them opened their mail and confirmed\.", printed())
    assert confirmed is not None
    # Of 120 who come some leave or repeat themselves, and of those who stay four in five confirm.
    assert 60 <= int(confirmed[1]) <= 115


def test_killed_in_the_middle_it_loses_nothing(start_demo: Start, printed: Callable[[], str]) -> None:
    process = start_demo("--fans", "300", "--crash", DEMO_EXIT="1")

    assert process.wait(180) == 0, printed()

    assert "killed with -9" in printed()
    assert "asked again: no answer" in printed()
    assert "Acknowledged = stored" in printed()


def test_it_waits_for_somebody_lets_the_crowd_come_and_keeps_serving(
    start_demo: Start, printed: Callable[[], str]
) -> None:
    process = start_demo("--fans", "60")
    until(lambda: "/sign-in/" in printed(), seconds=60, what="an address")
    link = printed().split()[0]
    base = link.partition("/sign-in/")[0]

    with ExitStack() as looks:
        somebody = looks.enter_context(httpx.Client(follow_redirects=True, timeout=60))
        door = somebody.get(link)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', door.text)
        assert token is not None
        desk = somebody.post(
            str(door.url), data={"csrfmiddlewaretoken": token[1]}, headers={"Referer": str(door.url)}
        )

        assert (desk.status_code, desk.url.path) == (200, "/desk/nimbus/tour/")
        assert "/desk/nimbus/new-york/?tour=2" in desk.text

        looks.enter_context(somebody.stream("GET", f"{base}/desk/nimbus/new-york/live/"))
        until(lambda: "Still serving" in printed(), seconds=60, what="the crowd is through")

    assert "Acknowledged = stored" in printed()
    assert httpx.get(f"{base}/e/new-york/", timeout=60).status_code == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{base}/e/new-york/")


def test_a_taken_port_is_said_in_one_sentence(start_demo: Start, printed: Callable[[], str]) -> None:
    import socket

    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        process = start_demo("--port", str(holder.getsockname()[1]))

        assert process.wait(60) == 1

    assert "cannot listen on 127.0.0.1" in printed()
    assert "Traceback" not in printed()
