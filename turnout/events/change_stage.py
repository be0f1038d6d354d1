from django.db import transaction
from django.db.models import F
from django.utils import timezone

from turnout.events.change import begin_change, end_change
from turnout.events.models import Event, Stage
from turnout.events.refusals import NotReady, StageRefused

# What may follow. Closed opens again, and a cancelled event may be prepared anew; past is for good.
FOLLOWS: dict[str, frozenset[str]] = {
    Stage.DRAFT: frozenset({Stage.GAUGING}),
    Stage.GAUGING: frozenset({Stage.INVITING, Stage.CLOSED, Stage.CANCELLED, Stage.DRAFT}),
    Stage.INVITING: frozenset({Stage.GAUGING, Stage.CLOSED, Stage.CANCELLED, Stage.DRAFT}),
    Stage.CLOSED: frozenset({Stage.GAUGING, Stage.INVITING, Stage.PAST, Stage.CANCELLED, Stage.DRAFT}),
    Stage.PAST: frozenset(),
    Stage.CANCELLED: frozenset({Stage.DRAFT}),
}


@transaction.atomic
def change_stage(event: Event, wanted: str, actor: str) -> Event:
    """Move to that stage and give the event as it stands then. Raises StageRefused, NotReady.

    The move is one conditional update from the stage that the caller saw: of two at once, one wins.
    """
    seen = event.stage
    if wanted not in FOLLOWS[seen]:
        raise StageRefused(seen, wanted, FOLLOWS[seen])
    move = Event.objects.filter(pk=event.pk, stage=seen)
    if not move.update(stage=wanted, stage_at=timezone.now(), edition=F("edition") + 1):
        now = Event.objects.values_list("stage", flat=True).get(pk=event.pk)
        raise StageRefused(now, wanted, FOLLOWS[now])
    event = begin_change(event)
    if seen == Stage.DRAFT:
        if missing := lacking(event):
            raise NotReady(missing)
        Event.objects.filter(pk=event.pk, published_at=None).update(published_at=timezone.now())
        event.refresh_from_db(fields=["published_at"])
    end_change(event, actor, _verb(seen, wanted), "event", event.pk, old={"stage": seen})
    return event


def lacking(event: Event) -> list[str]:
    """What must be there before anybody sees the event: title, host, option."""
    found = {
        "title": event.title,
        "host": event.organisation.name,
        "option": event.open_options(),
    }
    return [name for name, there in found.items() if not there]


def _verb(seen: str, wanted: str) -> str:
    if wanted == Stage.DRAFT:
        return "unpublish"
    return "publish" if seen == Stage.DRAFT else "move"
