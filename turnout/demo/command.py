"""`make demo`: the sample event, served on this machine, and a crowd that comes while you watch."""

import os
import signal
from types import FrameType

import click


@click.command()
@click.option("--crash", is_flag=True, help="kill the server with -9 in the middle, and start it again")
@click.option("--fans", default=2000, show_default=True, type=click.IntRange(1, 100_000), help="how many")
@click.option("--rate", default=20.0, show_default=True, type=click.FloatRange(0.1), help="arrivals a second")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), envvar="TURNOUT_PORT")
def demo(crash: bool, fans: int, rate: float, port: int) -> None:
    """Serve the sample event on this machine, and let a crowd of invented fans come.

    Prints an address that signs you in and opens a short tour. The crowd comes once its page of live counts
    is open, or after a minute. With DEMO_EXIT=1, or with standard input closed, it comes at once, and the
    command ends after it: with 0 where nothing that was acknowledged is missing.
    """
    from turnout.demo.stage import settle

    alone = os.environ.get("DEMO_EXIT") == "1" or _is_closed(0)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _end)
    settle(os.environ, port)
    import django

    django.setup()
    from turnout.demo.play import Play

    kept = Play(crash=crash, fans=fans, rate=rate, alone=alone).run()
    if alone and not kept:
        raise SystemExit(1)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(143)


def _is_closed(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return True
    return False
