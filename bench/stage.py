"""Servers to measure: ours on either database, and the bare one; each starts when it is first asked for."""

import json
import os
import pickle
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType

from bench.desk import Desk
from tests.plugin import start_postgres
from tests.server import Server, free_port
from tests.waiting import until

ROOT = Path(__file__).parent.parent
PAGE, FORM, POST = "/e/bench/", "/e/bench/interest", "/news/bench/"


@dataclass
class House:
    """A server of ours with one published event."""

    server: Server
    place: dict[str, str]

    @property
    def page(self) -> str:
        return self.server.url + PAGE

    @property
    def form(self) -> str:
        return self.server.url + FORM

    def desk(self) -> Desk:
        return Desk(self.server, **self.place)

    def fill(self, answers: int) -> None:
        run_beside(self.server, "bench.fill", "bench", str(answers))

    def memory(self) -> int:
        """Bytes that the serving process holds: the largest of the server's processes."""
        assert self.server.process is not None
        group = subprocess.run(
            ["pgrep", "-g", str(self.server.process.pid)], capture_output=True, text=True, check=True
        )
        return max(_resident(pid) for pid in group.stdout.split())


def _resident(pid: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def run_beside(server: Server, module: str, *arguments: str) -> str:
    """A module of the bench, on that server's database; what it prints."""
    ran = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**server.environment, "DJANGO_SETTINGS_MODULE": "turnout.settings"},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout


class Stage:
    def __init__(self, *, quick: bool) -> None:
        self.rounds = 1 if quick else 3
        self.seconds = 2 if quick else 8
        self.many = 100_000 if quick else 1_000_000
        self.mails = 1_000 if quick else 5_000
        self._ends = ExitStack()

    def __enter__(self) -> "Stage":
        self.folder = Path(self._ends.enter_context(tempfile.TemporaryDirectory(prefix="turnout-bench-")))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.close()

    @cached_property
    def sqlite(self) -> House:
        return self._house("sqlite")

    @cached_property
    def postgres(self) -> House:
        folder = self.folder / "database"
        folder.mkdir(mode=0o700)
        # The database that every server has: this one is nobody else's.
        url = start_postgres(folder).removesuffix("/turnout") + "/postgres"
        return self._house("postgres", TURNOUT_DATABASE_URL=url)

    @cached_property
    def few(self) -> House:
        """1,000 answers stored."""
        house = self._house("few")
        house.fill(1_000)
        return house

    @cached_property
    def forecast(self) -> House:
        """100,000 answers stored."""
        house = self._house("forecast")
        house.fill(100_000)
        return house

    @cached_property
    def full(self) -> House:
        """As many answers stored as an event may ever get."""
        house = self._house("full")
        house.fill(self.many)
        return house

    @cached_property
    def bare(self) -> str:
        """The address of the bare server, which answers with our page's bytes."""
        return self._bare("page", self.sqlite.page)

    @cached_property
    def bare_post(self) -> str:
        """The same with a post's bytes."""
        return self._bare("post", self.sqlite.server.url + POST)

    def _bare(self, name: str, captured: str) -> str:
        page = self.folder / f"{name}.pickle"
        page.write_bytes(pickle.dumps(_captured(captured)))
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.bare", str(port), str(self.folder)],
            cwd=ROOT,
            env={**os.environ, "BENCH_PAGE": str(page), "DJANGO_SETTINGS_MODULE": "turnout.settings"},
            # As ours is: Linux shares the cores out among sessions first.
            start_new_session=True,
        )
        self._ends.callback(process.wait)
        self._ends.callback(process.terminate)
        url = f"http://127.0.0.1:{port}"
        until(lambda: _answers(url), seconds=30, what="the bare server")
        return url

    def written(self, posts: int) -> House:
        """A server whose search knows so many posts."""
        house = self._house(f"written-{posts}")
        run_beside(house.server, "bench.searching", str(posts))
        return house

    def _house(self, name: str, **settings: str) -> House:
        folder = self.folder / name
        folder.mkdir()
        server = Server(folder, "--no-worker", **settings)
        self._ends.callback(server.kill)
        server.start()
        place = json.loads(run_beside(server, "bench.publish"))
        until(lambda: _answers(server.url + PAGE), seconds=10, what="the published page")
        until(lambda: _answers(server.url + POST), seconds=10, what="the published post")
        return House(server, place)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _captured(url: str) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """The page's headers and body as a browser gets them."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        added_by_server = {"server", "date", "connection"}
        headers = [
            (name.lower().encode(), value.encode())
            for name, value in answer.headers.items()
            if name.lower() not in added_by_server
        ]
        return headers, answer.read()
