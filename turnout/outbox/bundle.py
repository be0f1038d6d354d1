"""Mails that belong together: held, sent after all, or dropped; never one in a worker's hands."""

from datetime import datetime

from django.db.models import Count

from turnout.outbox.models import Mail, in_nobodys_hands

State = Mail.State


def hold_bundle(bundle: str) -> None:
    waiting = Mail.objects.filter(in_nobodys_hands(), bundle=bundle, state=State.QUEUED)
    waiting.update(state=State.HELD, claimed_until=None)


def release_bundle(bundle: str, now: datetime) -> None:
    Mail.objects.filter(bundle=bundle, state=State.HELD).update(state=State.QUEUED, due_at=now)


def drop_bundle(bundle: str, why: str) -> None:
    waiting = Mail.objects.filter(in_nobodys_hands(), bundle=bundle, state__in=[State.QUEUED, State.HELD])
    waiting.update(state=State.DROPPED, error=why, claimed_until=None)


def states_of(bundle: str) -> dict[str, int]:
    """How many of its mails are in each state; those that no one is in are left out."""
    return dict(Mail.objects.filter(bundle=bundle).values_list("state").annotate(Count("pk")))
