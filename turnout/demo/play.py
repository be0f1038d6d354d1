"""The demo from the first address to the last line."""

import asyncio
import time
from dataclasses import dataclass

import click
from django.conf import settings
from django.db import connections
from django.utils import timezone
from rich.console import Console

from turnout.accounts.sign_in_link import make_sign_in_link
from turnout.demo.readers import Readers
from turnout.demo.server import DemoServer, NotUp
from turnout.rehearse.crowd import Fan, crowd
from turnout.rehearse.outcome import Tally
from turnout.rehearse.report import table
from turnout.rehearse.run import Rehearsal
from turnout.rehearse.stored import channels_of, compare
from turnout.rehearse.watch import watch
from turnout.sample.load import ORGANISATION, OWNER, SLUG, load
from turnout.serve.prepare import collect_static_files, migrate, refuse_taken_port

# Who watches the counts gets a moment to look around before the crowd comes.
GLANCE, AT_MOST = 2.0, 60.0
CRASH_AT, DOWN_FOR = 0.4, 2.0


@dataclass
class Play:
    crash: bool
    fans: int
    rate: float
    alone: bool

    def __post_init__(self) -> None:
        self.base = settings.TURNOUT_BASE_URL
        self.page = f"{self.base}/e/{SLUG}/"
        self.server = DemoServer(self.base, settings.TURNOUT_DATA / "demo.log")
        self.readers = Readers()
        self.console = Console()

    def run(self) -> bool:
        """Whether every acknowledged answer is stored. Raises ClickException where nothing could start."""
        refuse_taken_port(settings.TURNOUT_HOST, settings.TURNOUT_PORT)
        migrate()
        collect_static_files()
        load(timezone.now())
        try:
            self._open()
            kept = self._crowd()
            click.echo(f"{self.readers.finish():,} of them opened their mail and confirmed.")
            if not self.alone:
                self._keep_serving()
            return kept
        except NotUp as problem:
            raise click.ClickException(f"the server did not start:\n{problem}") from None
        except KeyboardInterrupt:
            return True
        finally:
            self.readers.stop()
            self.server.stop()

    def _open(self) -> None:
        address = f"/desk/{ORGANISATION}/tour/"
        link = make_sign_in_link(OWNER, now=timezone.now(), destination=address)
        # The server's own connections begin after ours have ended.
        connections.close_all()
        self.server.start()
        self.readers.start()
        click.echo(link)
        click.echo(
            f"\nOpen it: it signs you in as the sample's organiser and opens a short tour.\n"
            f"What fans see: {self.page}\n"
        )
        if not self.alone:
            click.echo(
                f"{self.fans:,} invented fans come as soon as its live counts are open, or in a minute.\n"
            )
            self._wait_for_somebody()

    def _wait_for_somebody(self) -> None:
        """Somebody watches the counts and has had a look around; or a minute is over."""
        end = time.monotonic() + AT_MOST
        while time.monotonic() < end:
            if self.server.watchers():
                time.sleep(GLANCE)
                return
            time.sleep(0.5)

    def _crowd(self) -> bool:
        # The clock's seed: who runs the demo twice on the same data sees new people.
        seed = int(time.time())
        people = crowd(seed, self.fans, rate=self.rate, spike=True, channels=channels_of(SLUG))
        connections.close_all()
        started = time.monotonic()
        tally = asyncio.run(self._watch(people))
        self.console.print(table(tally, time.monotonic() - started))
        return compare(SLUG, tally)

    async def _watch(self, people: list[Fan]) -> Tally:
        rehearsal = Rehearsal(self.page)
        crash = asyncio.create_task(self._crash(rehearsal)) if self.crash else None
        try:
            return await watch(rehearsal, people, self.console)
        finally:
            if crash:
                await crash

    async def _crash(self, rehearsal: Rehearsal) -> None:
        """Kill the server amid the crowd; those who are not acknowledged keep trying."""
        while len(rehearsal.tally.outcomes) < self.fans * CRASH_AT:
            await asyncio.sleep(0.05)
        await asyncio.to_thread(self.server.kill)
        self.console.print("The server was killed with -9. Fans keep trying.")
        await asyncio.sleep(DOWN_FOR)
        await asyncio.to_thread(self.server.start)
        self.console.print("It was started again.")

    def _keep_serving(self) -> None:
        click.echo(f"\nStill serving {self.base}. Ctrl-C ends it.")
        while self.server.is_up():
            time.sleep(1)
