import sys

import click


@click.command()
@click.option("--imap", is_flag=True, help="Read the folder that TURNOUT_IMAP_URL names instead.")
def bounce(imap: bool) -> None:
    """Take a notification that a mail came back, from standard input.

    The mail is marked as not delivered, and an address that does not exist gets no more mail. What is no
    notification about a mail of ours changes nothing, and is no error: a mail server must not try it again.
    """
    import django

    django.setup()

    from django.conf import settings
    from django.utils import timezone

    from turnout.outbox.bounces_by_imap import ImapTrouble, bounces_by_imap
    from turnout.outbox.take_bounce import take_bounce
    from turnout.rules.bounce import LONGEST

    if not imap:
        found = take_bounce(sys.stdin.buffer.read(LONGEST), timezone.now())
        click.echo(f"{len(found)} of our mails came back.")
        return
    if not settings.TURNOUT_IMAP_URL:
        raise click.ClickException("TURNOUT_IMAP_URL names no folder, see docs/running.md.")
    came_back = []
    try:
        count = bounces_by_imap(
            settings.TURNOUT_IMAP_URL, lambda raw: came_back.extend(take_bounce(raw, timezone.now()))
        )
    except ImapTrouble as trouble:
        raise click.ClickException(f"the folder cannot be read: {trouble}") from None
    click.echo(f"Read {count} messages; {len(came_back)} of our mails came back.")
