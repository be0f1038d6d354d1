"""A rehearsal with a progress bar, which Ctrl-C ends in good order."""

import asyncio
import signal
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from turnout.rehearse.crowd import Fan
from turnout.rehearse.outcome import End, Outcome, Tally
from turnout.rehearse.run import Rehearsal

FRAME = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TextColumn("{task.fields[acknowledged]:,} acknowledged"),
    TimeElapsedColumn(),
)


async def watch(rehearsal: Rehearsal, people: Sequence[Fan], console: Console) -> Tally:
    """Let them all come. The first Ctrl-C lets nobody else in and waits for those inside."""
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, _close, rehearsal)
    try:
        with Progress(*FRAME, console=console) as progress:
            bar = progress.add_task("Fans", total=len(people), acknowledged=0)
            done: set[int] = set()

            def seen(fan: Fan, _outcome: Outcome) -> None:
                done.add(fan.number)
                acknowledged = rehearsal.tally.count(End.ACKNOWLEDGED)
                progress.update(bar, completed=len(done), acknowledged=acknowledged)

            return await rehearsal.run(people, seen)
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)


def _close(rehearsal: Rehearsal) -> None:
    """The second Ctrl-C ends it all."""
    rehearsal.closing.set()
    asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)
