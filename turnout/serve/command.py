"""`turnout serve`, and the two things it does that can be had by themselves: migrate and worker."""

import os
from pathlib import Path

import click


@click.command()
@click.option("--host", help="address to listen on (TURNOUT_HOST)")
@click.option("--port", help="port to listen on (TURNOUT_PORT)")
@click.option("--workers", help="serving processes (TURNOUT_WORKERS); one on SQLite")
@click.option("--tls-cert", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="PEM file")
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="PEM file")
@click.option("--no-worker", is_flag=True, help="do no due work here: `turnout worker` runs elsewhere")
def serve(
    host: str | None,
    port: str | None,
    workers: str | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    no_worker: bool,
) -> None:
    """Set up what is missing and serve until stopped."""
    if (tls_cert is None) != (tls_key is None):
        raise click.UsageError("--tls-cert and --tls-key belong together.")
    _set(TURNOUT_HOST=host, TURNOUT_PORT=port, TURNOUT_WORKERS=workers)
    if tls_cert:
        _default_to_https()
    import django

    django.setup()
    from turnout.serve import greeting, prepare, processes

    with prepare.ready_to_serve():
        click.echo(greeting.greeting())
        processes.run(tls_cert, tls_key, with_worker=not no_worker)


@click.command()
@click.option("--parent", type=int, hidden=True, help="end when this process does")
def worker(parent: int | None) -> None:
    """Do what is due, such as sending mail. `turnout serve` runs one by itself."""
    import django

    django.setup()
    from turnout import worker as loop
    from turnout.serve import prepare

    prepare.refuse_other_schema()
    loop.run(parent)


@click.command()
def migrate() -> None:
    """Bring the database to this version's schema. `turnout serve` does so by itself."""
    import django

    django.setup()
    from turnout.serve import prepare

    for name in prepare.migrate():
        click.echo(name)


def _set(**given: str | None) -> None:
    """Options are settings by another name: the readers check them, and child processes see them."""
    os.environ.update({name: value for name, value in given.items() if value is not None})


def _default_to_https() -> None:
    from turnout import environment as read

    host = read.text(os.environ, "TURNOUT_HOST", "127.0.0.1")
    port = read.integer(os.environ, "TURNOUT_PORT", 8000, 1, 65535)
    os.environ.setdefault("TURNOUT_BASE_URL", f"https://{read.host_in_url(host)}:{port}")
