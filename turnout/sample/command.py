import click


@click.command()
def sample() -> None:
    """Load the sample organisation with its event, and print the event's address.

    Everybody in it is invented. Running it twice changes nothing.
    """
    import django

    django.setup()

    from django.conf import settings
    from django.utils import timezone

    from turnout.sample.load import AddressTaken, load
    from turnout.serve.prepare import collect_static_files, migrate

    migrate()
    # The pages that are rendered here name static files by their hash.
    collect_static_files()
    try:
        event = load(timezone.now())
    except AddressTaken as taken:
        raise click.ClickException(
            f"{taken} already belongs to somebody else here; the sample needs it. Load it elsewhere, with "
            "another TURNOUT_DATA."
        ) from None
    click.echo(f"{settings.TURNOUT_BASE_URL}/e/{event.slug}/")
