"""How well the server told people and bots apart: its verdicts against the rehearsal's labels."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import click

from turnout.interest.models import Interest
from turnout.rehearse.bots import Kind

PATIENCE = 90.0
PAUSE = 0.5


@dataclass
class Judged:
    """Of the answers that were stored: how many of each kind there are, and how many were kept apart."""

    stored: Counter[Kind] = field(default_factory=Counter)
    apart: Counter[Kind] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Of those kept apart, the share that are bots."""
        all_apart = self.apart.total()
        return (all_apart - self.apart[Kind.PERSON]) / all_apart if all_apart else 1.0

    @property
    def recall(self) -> float:
        """Of the bots, the share that was kept apart."""
        bots = self.stored.total() - self.stored[Kind.PERSON]
        return (self.apart.total() - self.apart[Kind.PERSON]) / bots if bots else 1.0


def measure(slug: str, labels: Mapping[str, Kind]) -> Judged:
    """What stands in the database now; `labels` are the kinds by e-mail key."""
    judged = Judged()
    rows = Interest.objects.filter(event__slug=slug).values_list("email_key", "standing")
    for email_key, standing in rows.iterator():
        if (kind := labels.get(email_key)) is not None:
            judged.stored[kind] += 1
            judged.apart[kind] += standing == Interest.Standing.SUSPECT
    return judged


def wait_until_judged(
    slug: str, patience: float = PATIENCE, sleep: Callable[[float], None] = time.sleep
) -> int:
    """Wait for the worker, and give how many answers it has not looked at yet."""
    waiting = Interest.objects.filter(event__slug=slug, greeted_at=None)
    ends = time.monotonic() + patience
    while (left := waiting.count()) and time.monotonic() < ends:
        sleep(PAUSE)
    return left


def report(slug: str, labels: Mapping[str, Kind]) -> None:
    if left := wait_until_judged(slug):
        click.echo(f"{left:,} answers were not looked at yet: is the worker running?")
    judged = measure(slug, labels)
    click.echo("Kept apart, of those stored:")
    for kind in Kind:
        if judged.stored[kind]:
            click.echo(f"  {judged.apart[kind]:>6,} of {judged.stored[kind]:>6,}  {kind or 'people'}")
    click.echo(f"Precision {judged.precision:.4f}, recall {judged.recall:.4f}.")
