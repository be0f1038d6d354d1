import click


@click.command()
def doctor() -> None:
    """Check the database, count every answer anew, and look at the sender's domain in DNS where mail is sent.

    Counters that are wrong are set right, and named; then the exit code is 1. The server may run meanwhile.
    """
    import django

    django.setup()

    from django.conf import settings

    from turnout.events.models import Event
    from turnout.interest.doctor import damage, words_of_mended
    from turnout.interest.tallies import recount
    from turnout.outbox.domain_words import words_of_domain
    from turnout.outbox.sender_domain import sender_domain

    if found := damage():
        raise click.ClickException(f"the database is damaged, restore a backup: {found}")
    events = Event.objects.order_by("pk")
    mended = [line for event in events for line in words_of_mended(event, recount(event.pk))]
    for line in mended:
        click.echo(line)
    for line in words_of_domain(sender_domain()) if settings.MAIL is not None else ():
        click.echo(line)
    if mended:
        raise SystemExit(1)
    click.echo(f"The database is sound, and the counters of {len(events)} events are right.")
