from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from turnout.accounts.models import Organisation
    from turnout.rules.history_file import Problem


@click.group("import")
def import_() -> None:
    """Bring in what was kept elsewhere."""


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", help="the end of its address, where there are several")
@click.option("--dry-run", is_flag=True, help="say what is in the file, and keep nothing")
def history(file: Path, organisation: str | None, *, dry_run: bool) -> None:
    """Past events from FILE, a CSV table: event, date, said yes, came; or one row a person.

    A person's row has event, date, came (yes or no), and if known said, party, said on, km and verified;
    names and addresses beside that are not looked at and not kept.
    """
    import django

    django.setup()

    from django.utils import timezone

    from turnout.forecasts.bring_in import bring_in, news_of
    from turnout.forecasts.refusals import NothingNew
    from turnout.rules.history_file import read_history

    found = _organisation(organisation)
    try:
        table = read_history(file.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, OSError) as problem:
        raise click.ClickException(f"{file} cannot be read as UTF-8: {problem}") from None
    if table.problems:
        lines = "\n".join(_sentence(problem) for problem in table.problems)
        raise click.ClickException(f"Nothing was kept. Of {file}:\n{lines}")
    fresh = news_of(found, table.events)
    if not dry_run:
        try:
            bring_in(found, "system", table.events, timezone.now())
        except NothingNew:
            fresh = []
    said = "would be brought in" if dry_run else "brought in"
    click.echo(f"{len(fresh)} past events {said}; {len(table.events) - len(fresh)} were there already.")


def _organisation(slug: str | None) -> "Organisation":
    from turnout.accounts.models import Organisation

    found = list(Organisation.objects.filter(**({"slug": slug} if slug else {})).order_by("slug")[:50])
    if len(found) == 1:
        return found[0]
    if not found:
        raise click.ClickException("There is no such organisation.")
    raise click.ClickException(f"Say which: --organisation {' | '.join(each.slug for each in found)}")


_SENTENCES = {
    "header": "the columns {column} are missing",
    "event": "the event has no name",
    "date": "the date {value!r} is not written as 2026-05-31",
    "number": "{column}: {value!r} is not a whole number",
    "too_many": "{column}: {value} is too many to be true",
    "yes_no": "{column}: {value!r} is neither yes nor no",
    "kind": "{column}: {value!r} is none of definitely, probably, maybe, claimed, paid",
    "lines": "more than {value} lines: divide the file",
}


def _sentence(problem: "Problem") -> str:
    words = _SENTENCES[problem.code].format(column=problem.column, value=problem.value)
    return f"  line {problem.line}: {words}"
