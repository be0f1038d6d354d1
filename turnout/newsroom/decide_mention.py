"""A member looks at a mention: it is shown, or not; or nothing more of its site is wanted."""

from datetime import datetime

from django.db import transaction

from turnout.journal.record import record
from turnout.newsroom.models import BlockedSite, Mention
from turnout.newsroom.show_mentioned import show_mentioned

State = Mention.State
DECIDED = (State.SHOWN, State.REFUSED)


def approve_mention(mention: Mention, actor: str, now: datetime) -> None:
    """Said twice, it is just as true."""
    _decide(mention, actor, "approve", state=State.SHOWN, decided_at=now, has_changed=False)


def refuse_mention(mention: Mention, actor: str, now: datetime) -> None:
    """It stays refused when its page is sent again."""
    _decide(mention, actor, "refuse", state=State.REFUSED, decided_at=now)


def undo_decision(mention: Mention, actor: str) -> None:
    """Back into the queue; its site is wanted again."""
    with transaction.atomic():
        BlockedSite.objects.filter(organisation=mention.organisation_id, host=mention.host).delete()
    _decide(mention, actor, "undo", out_of=DECIDED, state=State.HELD, decided_at=None)


def block_site(mention: Mention, actor: str, now: datetime) -> int:
    """None of its pages is shown, nor taken from now on. How many were refused with it."""
    same = Mention.objects.filter(organisation=mention.organisation_id, host=mention.host)
    with transaction.atomic():
        BlockedSite.objects.get_or_create(
            organisation_id=mention.organisation_id, host=mention.host, defaults={"since": now}
        )
        shown = list(same.filter(state=State.SHOWN))
        refused = same.filter(state__in=(State.HELD, State.SHOWN)).update(state=State.REFUSED, decided_at=now)
        same.filter(state=State.WAITING).delete()
        _note(mention, actor, "block")
    for each in shown:
        show_mentioned(each)
    return refused


def _decide(
    mention: Mention,
    actor: str,
    verb: str,
    *,
    out_of: tuple[State, ...] = (State.HELD, *DECIDED),
    **fields: object,
) -> None:
    with transaction.atomic():
        changed = (
            Mention.objects.filter(pk=mention.pk, state__in=out_of)
            .exclude(state=fields["state"])
            .update(**fields)
        )
        if changed:
            _note(mention, actor, verb)
    if changed:
        show_mentioned(mention)


def _note(mention: Mention, actor: str, verb: str) -> None:
    record(
        actor, verb, "mention", mention.pk, organisation_id=mention.organisation_id, event_id=mention.event_id
    )
