import sys
from contextlib import nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

if TYPE_CHECKING:
    from turnout.desk.export import Export
    from turnout.events.models import Event


@click.command()
@click.argument("event")
@click.option(
    "--format", "kind", type=click.Choice(["csv", "xlsx", "json"]), default="csv", show_default=True
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="a file; standard output where not given",
)
def export(event: str, kind: str, output: Path | None) -> None:
    """Write all answers of EVENT (the end of its address), one row each.

    A text that a spreadsheet would compute as a formula gets an apostrophe in front.
    """
    import django

    django.setup()

    from turnout.desk.export import Export, note_export
    from turnout.events.models import Event
    from turnout.interest.listing import Narrowing, narrowed

    found = Event.objects.filter(slug=event).first()
    if found is None:
        raise click.ClickException(
            f"There is no event {event}. Its name is the end of its address: /e/<name>/"
        )
    note_export(found, "system", kind, {})
    answers = Export(found, narrowed(found.pk, Narrowing()))
    try:
        with output.open("wb") if output else nullcontext(sys.stdout.buffer) as file:
            _write(found, answers, kind, file)
    except OSError as problem:
        raise click.ClickException(f"The file cannot be written: {problem.strerror}.") from None


def _write(event: "Event", answers: "Export", kind: str, file: IO[bytes]) -> None:
    from turnout.desk.export import write
    from turnout.interest.queries import counts_of

    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task(event.slug, total=counts_of(event.pk).total.answers)
        for done in write(answers, kind, file):
            progress.update(bar, completed=done)
