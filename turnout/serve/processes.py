"""The serving processes (Granian's) and the one that does due work, which live and end together."""

import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from django.conf import settings
from granian._internal import load_target
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

log = logging.getLogger(__name__)
YEAR = 365 * 24 * 3600
HEADER_MILLISECONDS = 10_000
GLANCE_SECONDS = 1.0
KILL_SECONDS = 20


class Server(MPServer):
    """Granian as it is run here."""

    def _stop_workers(self) -> None:
        """Granian looks whether a process has ended a millisecond after its pipe was closed, and on a busy
        machine tells of one that had to be killed. Here its last breath is waited for."""
        for each in self.wrks:
            each.terminate()  # type: ignore[no-untyped-call]
        end = time.monotonic() + KILL_SECONDS
        while any(each.inner.is_alive() for each in self.wrks) and time.monotonic() < end:
            time.sleep(0.01)
        self.workers_kill_timeout = 1
        super()._stop_workers()  # type: ignore[no-untyped-call]


def run(tls_cert: Path | None, tls_key: Path | None, *, with_worker: bool) -> None:
    """Serve until SIGTERM or SIGINT."""
    settings.MEDIA_ROOT.mkdir(exist_ok=True)
    server = make_server(
        "turnout.asgi:app",
        settings.TURNOUT_HOST,
        settings.TURNOUT_PORT,
        settings.MEDIA_ROOT,
        workers=settings.TURNOUT_WORKERS,
        tls=(tls_cert, tls_key) if tls_cert else None,
    )
    with due_work_beside() if with_worker else _nothing():
        server.serve(target_loader=load)


def make_server(
    target: str,
    host: str,
    port: int,
    media: Path,
    workers: int = 1,
    tls: tuple[Path, Path | None] | None = None,
) -> Server:
    """Granian as it is run here; it serves the folder of uploaded pictures itself."""
    # A fresh interpreter for each process: what this one has open is not theirs to share.
    multiprocessing.set_start_method("spawn", force=True)
    return Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=workers,
        http=HTTPModes.auto if tls else HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        websockets=False,
        log_level=LogLevels.warning,
        ssl_cert=tls[0] if tls else None,
        ssl_key=tls[1] if tls else None,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_SECONDS,
        static_path_route=["/media"],
        static_path_mount=[media],
        static_path_expires=YEAR,
    )


def load(target: str) -> Callable[..., Any]:
    """Runs in each serving process, before it takes requests."""
    # Ctrl-C reaches all that run in the terminal. The parent passes it on as SIGTERM, and told to end twice
    # at nearly the same time Granian waits for itself: 20 s, until it is killed.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    Thread(target=_end_with_parent, daemon=True).start()
    application: Callable[..., Any] = load_target(target)
    return application


def _end_with_parent() -> None:
    """After kill -9 of the parent nobody would end this process, and it would keep the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def due_work_beside() -> Iterator[None]:
    """Run `turnout worker` until the block ends, and start it again if it dies."""
    ending = Event()
    keeper = Thread(target=_keep_working, args=(ending,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join(30)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _keep_working(ending: Event) -> None:
    command = [sys.executable, "-m", "turnout", "worker", "--parent", str(os.getpid())]
    # Out of the terminal's reach: Ctrl-C ends the serving first, and that ends this.
    child = subprocess.Popen(command, process_group=0)
    while not ending.wait(GLANCE_SECONDS):
        if child.poll() is not None:
            log.error("turnout worker ended with %s and is started again", child.returncode)
            child = subprocess.Popen(command, process_group=0)
    child.terminate()
    child.wait()
