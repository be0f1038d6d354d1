import datetime as dt
from typing import NotRequired, TypedDict
from zoneinfo import ZoneInfo

from django.db import transaction

from turnout.events.change import begin_change
from turnout.events.change_stage import change_stage
from turnout.events.models import Event, Option, Stage
from turnout.events.settle_option import settle_option, unsettle_option
from turnout.invitations.models import Decision, Invitation, Wave
from turnout.invitations.refusals import AskedAgain, InvitationsAreOut
from turnout.journal.record import record

# Who was invited must hear of another one of these. Doors and access are told, and ask nobody anything.
PROMISED = ("option_id", "venue", "address", "starts_at")
_UNDER_WAY = [Wave.State.DRAWING, Wave.State.DRAWN, Wave.State.SENDING, Wave.State.PAUSED]


class Decided(TypedDict):
    option: Option
    venue: str
    address: str
    map_link: str
    access: str
    doors_at: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    capacity: int
    asks_again_days: int
    cut_off_hours: NotRequired[int]


@transaction.atomic
def decide(
    event: Event, actor: str, given: Decided, now: dt.datetime, *, asks_again: bool = False
) -> Decision:
    """Settle place and time, and let the event invite; or change what was settled.

    Once somebody was invited, another day or place asks each of them again: raises AskedAgain unless the
    caller knows. Raises StageRefused, Unfit, NoSuchTime.
    """
    # Holds the event's row: two at once would each not see the other's decision.
    begin_change(event)
    stands = _settled(event, actor, given)
    changes = {**given, "before": stands.before}
    moved = [name for name in PROMISED if _value(given, name) != getattr(stands, name)]
    if stands.decided_at and moved and (invited := _invited(event)):
        if not asks_again:
            raise AskedAgain(invited)
        changes |= {"version": stands.version + 1, "changed_at": now}
    decision, made = Decision.objects.update_or_create(
        event_id=event.pk, defaults={**changes, "decided_at": stands.decided_at or now}
    )
    record(
        actor,
        "decide" if made else "change",
        "decision",
        event.pk,
        organisation_id=event.organisation_id,
        event_id=event.pk,
        fields=sorted(moved),
    )
    if event.stage != Stage.INVITING:
        change_stage(event, Stage.INVITING, actor)
    return decision


def _settled(event: Event, actor: str, given: Decided) -> Decision:
    """The decision as it stands, a new one without `decided_at`; the options are as it will be."""
    found = Decision.objects.filter(event_id=event.pk).first()
    if found:
        unsettle_option(event, actor, found.before)
    option = given["option"]
    zone = ZoneInfo(option.time_zone or event.time_zone)
    starts = given["starts_at"].astimezone(zone)
    before = settle_option(option, actor, date=starts.date(), time=starts.time(), venue=given["venue"])
    if found is None:
        return Decision(event_id=event.pk, before=before)
    found.before = before
    return found


def _value(given: Decided, name: str) -> object:
    return given["option"].pk if name == "option_id" else given[name]  # type: ignore[literal-required]


def _invited(event: Event) -> int:
    told = [Invitation.State.SENT, Invitation.State.CLAIMED]
    return Invitation.objects.filter(event_id=event.pk, state__in=told).count()


@transaction.atomic
def undecide(event: Event, actor: str) -> Event:
    """Back to finding interest, with every place and date on offer again. Raises InvitationsAreOut."""
    begin_change(event)
    # A round that starts now holds this row as well: either it is seen here, or it finds nothing decided.
    decision = Decision.objects.select_for_update().get(event_id=event.pk)
    if is_out(event):
        raise InvitationsAreOut
    unsettle_option(event, actor, decision.before)
    decision.delete()
    record(actor, "undecide", "decision", event.pk, organisation_id=event.organisation_id, event_id=event.pk)
    return change_stage(event, Stage.GAUGING, actor) if event.stage == Stage.INVITING else event


def is_out(event: Event) -> bool:
    """Whether somebody was invited, or a round or a draw is on its way to do so."""
    return (
        Invitation.objects.filter(event_id=event.pk, sent_at__isnull=False).exists()
        or Wave.objects.filter(event_id=event.pk, state__in=_UNDER_WAY).exists()
    )
