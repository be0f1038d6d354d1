"""What the data say, for a rehearsal beside them."""

from collections.abc import Collection
from itertools import islice

import click

from turnout.events.models import Channel
from turnout.interest.models import Interest
from turnout.rehearse.outcome import Tally

AT_ONCE = 500
NAMED = 20


def compare(slug: str, tally: Tally) -> bool:
    """Look for every acknowledged answer, and say what was found."""
    acknowledged = tally.acknowledged_keys
    missing = acknowledged - stored_keys(slug, acknowledged)
    if missing:
        click.echo(
            f"MISSING: {len(missing):,} of {len(acknowledged):,} acknowledged addresses are not stored:"
        )
        click.echo("\n".join(f"  {key}" for key in sorted(missing)[:NAMED]))
        return False
    click.echo(f"Acknowledged = stored: each of the {len(acknowledged):,} addresses has its answer.")
    return True


def stored_keys(slug: str, keys: Collection[str]) -> set[str]:
    """Those of these e-mail keys under which the event has an answer."""
    found: set[str] = set()
    rest = iter(keys)
    while part := list(islice(rest, AT_ONCE)):
        rows = Interest.objects.filter(event__slug=slug, email_key__in=part)
        found.update(rows.values_list("email_key", flat=True))
    return found


def channels_of(slug: str) -> list[tuple[str, str]]:
    """The event's channels, as code and kind."""
    return list(Channel.objects.filter(event__slug=slug, retired_at=None).values_list("code", "kind"))
