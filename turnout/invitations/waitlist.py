"""Who is next when a seat comes free, and until when they may reply."""

from datetime import datetime, timedelta

from django.db.models import QuerySet, Sum

from turnout.interest.models import Interest
from turnout.invitations.models import INVITING, Decision, Invitation, Wave


def in_line(event_id: int) -> QuerySet[Invitation]:
    """All who wait and whose answer counts, the next first."""
    return (
        Invitation.objects.filter(
            event_id=event_id,
            state=Invitation.State.WAITING,
            interest__standing=Interest.Standing.COUNTED,
        )
        .select_related("wave", "interest")
        .order_by("position", "pk")
    )


def next_in_line(event_id: int) -> QuerySet[Invitation]:
    """Those whom a seat that comes free goes to by itself: not while their wave is still being sent."""
    return in_line(event_id).filter(wave__in=that_go_on(event_id))


def that_go_on(event_id: int) -> QuerySet[Wave]:
    """Rounds that are over, and whose people are invited by themselves."""
    return Wave.objects.filter(event=event_id, goes_on=True, state=Wave.State.SENT, event__stage__in=INVITING)


Together = tuple[int, int]


def friends_in(line: QuerySet[Invitation]) -> dict[int, Together]:
    """Of those who wait, whom friends stand or fall with: interest → place in the order, and their group.

    Who waited anew since the draw stands at another place, and alone.
    """
    friends = line.filter(interest__friend__isnull=False).order_by()
    rows = friends.values_list("interest_id", "position", "interest__friend__group_id")
    return {interest: (position, group) for interest, position, group in rows}


def reply_by_of_next(wave: Wave, decision: Decision, now: datetime) -> datetime | None:
    """Until when somebody invited now, by itself, may reply; None once it is too close to doors."""
    last = decision.doors_at - timedelta(hours=wave.goes_on_until_hours)
    if now >= last:
        return None
    return min(now + timedelta(hours=wave.goes_on_hours), last)


def heads_ahead(event_id: int, position: int) -> int:
    """How many people wait at places before that."""
    before = in_line(event_id).filter(position__lt=position).order_by()
    return int(before.aggregate(heads=Sum("party"))["heads"] or 0)


def ahead_of(invitation: Invitation) -> int:
    """How many wait before this one."""
    before = in_line(invitation.event_id).filter(position__lt=invitation.position)
    same = in_line(invitation.event_id).filter(position=invitation.position, pk__lt=invitation.pk)
    return before.count() + same.count()
