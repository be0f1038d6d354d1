"""`python -m bench.related`: how good related posts are. `--keep` appends it to bench/RESULTS.md."""

import click

from bench.__main__ import RESULTS
from bench.figure import HEADER
from bench.figures.related import measure
from bench.machine import described


@click.command()
@click.option("--keep/--no-keep", default=False, help="append to bench/RESULTS.md")
def main(keep: bool) -> None:
    """Precision at 3 on labelled posts, over five seeds, and the time for many."""
    head = f"\n## {described()}\n\nMedians of five seeds.\n"
    click.echo(f"{head}\n{HEADER}")
    figures = []
    for figure in measure():
        figures.append(figure)
        click.echo(figure.row())
    if keep:
        with RESULTS.open("a") as results:
            results.write("\n".join([head, HEADER, *(figure.row() for figure in figures), ""]))
    if not all(figure.is_reached for figure in figures):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
