"""`turnout backup FILE` and `turnout restore FILE`: database, pictures and key, together in one file."""

from pathlib import Path

import click

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write database, pictures and secret key into FILE (.tar.gz), while serving goes on.

    FILE holds everything, personal data and the key: keep it where nobody else can read it.
    """
    import django

    django.setup()
    from turnout.backup.make import make_backup

    made = make_backup(file)
    click.echo(f"{file}: {made.rows} and {made.pictures} pictures, {made.size / 1e6:.1f} MB")


@click.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="replace what is there now")
def restore(file: Path, force: bool) -> None:
    """Put a backup back, into an empty data folder and database. Stop the server first."""
    import django

    django.setup()
    from turnout.backup.restore import restore_backup

    restore_backup(file, force=force)
    click.echo("Restored. Start it with `turnout serve`.")
