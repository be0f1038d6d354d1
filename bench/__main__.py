"""`python -m bench`: measure, print, and append to bench/RESULTS.md. 1 where a figure is not reached."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import click

import turnout  # noqa: F401  (puts its SQLite in place)
from bench.figure import HEADER, Figure
from bench.figures import (
    claim,
    comments,
    desk_forecast,
    desk_write,
    draw,
    export,
    first_page,
    forecast,
    latency,
    mails,
    memory,
    page,
    post,
    related,
    search,
    sign_up,
    stored,
)
from bench.load import install_wrk
from bench.machine import described
from bench.stage import Stage

RESULTS = Path(__file__).with_name("RESULTS.md")
FIGURES: dict[str, Callable[[Stage], Iterator[Figure]]] = {
    "page": page.measure,
    "post": post.measure,
    "sign-up": sign_up.measure,
    "claim": claim.measure,
    "comments": comments.measure,
    "latency": latency.measure,
    "desk-write": desk_write.measure,
    "desk-forecast": desk_forecast.measure,
    "memory": memory.measure,
    "stored": stored.measure,
    "export": export.measure,
    "first-page": first_page.measure,
    "mails": mails.measure,
    "forecast": forecast.measure,
    "draw": draw.measure,
    "search": search.measure,
    "related": related.measure,
}


@click.command()
@click.option("--quick", is_flag=True, help="one short round each, and a tenth of the stored answers")
@click.option("--keep/--no-keep", default=True, help="append to bench/RESULTS.md")
@click.argument("names", nargs=-1, type=click.Choice(list(FIGURES)))
def main(quick: bool, keep: bool, names: tuple[str, ...]) -> None:
    """Measure the figures of those NAMES, or all of them."""
    install_wrk()
    for name in [name for name in os.environ if name.startswith("TURNOUT_")]:
        del os.environ[name]
    head = (
        f"\n## {described()}\n\n{'Quick: one short round each.' if quick else 'Medians of three rounds.'}\n"
    )
    click.echo(f"{head}\n{HEADER}")
    figures = []
    with Stage(quick=quick) as stage:
        for name in names or FIGURES:
            for figure in FIGURES[name](stage):
                figures.append(figure)
                click.echo(figure.row())
    if keep:
        with RESULTS.open("a") as results:
            results.write("\n".join([head, HEADER, *(figure.row() for figure in figures), ""]))
    if not all(figure.is_reached for figure in figures):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
