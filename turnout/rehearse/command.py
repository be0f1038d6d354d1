import asyncio
import os
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

import click
from rich.console import Console

from turnout.rehearse.bots import Kind, among
from turnout.rehearse.crowd import Fan, crowd
from turnout.rehearse.outcome import Tally
from turnout.rehearse.report import table
from turnout.rehearse.run import Rehearsal
from turnout.rehearse.this_machine import is_this_machine
from turnout.rehearse.watch import watch
from turnout.rules.email_address import key_of


@click.command()
@click.argument("url")
@click.option("--fans", default=2000, show_default=True, type=click.IntRange(1, 1_000_000), help="how many")
@click.option("--rate", default=50.0, show_default=True, type=click.FloatRange(0.1), help="arrivals a second")
@click.option("--seed", default=1, show_default=True, help="the same seed is the same crowd")
@click.option("--spike", is_flag=True, help="a fifth of them comes four times as fast, mostly from Reddit")
@click.option(
    "--bots",
    default=0.0,
    type=click.FloatRange(0, 0.9),
    help="share of labelled bots among them",
)
@click.option("--via", "via", multiple=True, help="a channel's code; the event's own where none is given")
@click.option("--connections", default=64, show_default=True, type=click.IntRange(1, 1000))
@click.option("--patience", default=120.0, show_default=True, help="seconds that an answer is repeated")
@click.option("--yes-this-is-my-server", "mine", is_flag=True, help="needed for any other machine")
def rehearse(
    url: str,
    fans: int,
    rate: float,
    seed: int,
    spike: bool,
    bots: float,
    via: tuple[str, ...],
    connections: int,
    patience: float,
    mine: bool,
) -> None:
    """Let a crowd of invented fans answer the event page at URL.

    They read the page, fill in what it asks and post it over HTTP, some of them twice, some with
    mistakes. Their answers are stored as anybody's are: rehearse with a duplicate of your event.

    Where the data are at hand (the same TURNOUT_DATA or TURNOUT_DATABASE_URL as the server), every
    acknowledged answer is looked for at the end; one that is missing ends the command with 1.
    """
    _refuse_strangers(url, mine)
    slug = urlsplit(url).path.strip("/").rpartition("/")[2]
    beside = has_data()
    channels = [(code, code) for code in via] or (_channels(slug) if beside else [])
    people = crowd(seed, fans, rate=rate, spike=spike, herds=not bots, channels=channels)
    if bots:
        people = among(people, seed, bots)
    console = Console()
    started = perf_counter()
    rehearsal = Rehearsal(url, connections=connections, patience=patience)
    tally = asyncio.run(watch(rehearsal, people, console))
    console.print(table(tally, perf_counter() - started))
    _hints(tally)
    if not beside:
        click.echo("Not compared with what is stored: the data are not at hand.")
    elif not _compare(slug, tally):
        raise SystemExit(1)
    elif bots:
        _judge(slug, people)


def _judge(slug: str, people: list[Fan]) -> None:
    from turnout.rehearse.verdicts import report

    report(slug, {key_of(fan.email): Kind(fan.kind) for fan in people})


def _refuse_strangers(url: str, mine: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "/e/" not in parts.path:
        raise click.UsageError("Give an event page's address, such as http://127.0.0.1:8000/e/new-york/")
    try:
        ours = is_this_machine(parts.hostname)
    except OSError:
        raise click.ClickException(f"There is no machine called {parts.hostname}.") from None
    if not ours and not mine:
        raise click.ClickException(
            f"{parts.hostname} is another machine. A crowd at somebody else's door is an attack; "
            "if it is yours, add --yes-this-is-my-server."
        )


def has_data() -> bool:
    """Whether there are data to compare with; looking must not create a data folder."""
    kept = Path(os.environ.get("TURNOUT_DATA") or "./var") / "turnout.sqlite3"
    return bool(os.environ.get("TURNOUT_DATABASE_URL")) or kept.exists()


def _channels(slug: str) -> list[tuple[str, str]]:
    import django

    django.setup()
    from turnout.rehearse.stored import channels_of

    return channels_of(slug)


def _hints(tally: Tally) -> None:
    if any("429" in reason for reason in tally.reasons):
        click.echo(
            "Too fast: start the server with TURNOUT_PROXIES=127.0.0.1, so that each fan counts as an "
            "address of its own."
        )
    if not tally.page_seconds:
        click.echo("Nobody could read the page. Is the server up, and is the event published?")


def _compare(slug: str, tally: Tally) -> bool:
    from turnout.rehearse.stored import compare

    return compare(slug, tally)
