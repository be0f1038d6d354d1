"""Friends who want to come together or not at all: a group, its code, and who is in it."""

from datetime import datetime
from secrets import randbits

from django.db import transaction

from turnout.interest.held import held
from turnout.interest.models import Interest
from turnout.invitations.draw_refusals import CountsNoLonger, GroupIsFull, InAGroup, NoSuchGroup
from turnout.invitations.models import Friend, FriendGroup
from turnout.rules.draw import as_code, code_of

MOST = 10


@transaction.atomic
def make_group(interest_id: int, now: datetime) -> FriendGroup:
    """With this person in it. Raises InAGroup, CountsNoLonger."""
    interest = _free(interest_id)
    group = FriendGroup.objects.create(event_id=interest.event_id, code=code_of(randbits(50)), created_at=now)
    Friend.objects.create(interest=interest, group=group, joined_at=now)
    return group


@transaction.atomic
def join_group(interest_id: int, typed: str, now: datetime) -> FriendGroup:
    """`typed` is a code, or a link that ends with one.

    Raises NoSuchGroup, GroupIsFull, InAGroup, CountsNoLonger.
    """
    interest = _free(interest_id)
    # Held: two who come at once are counted one after the other.
    group = (
        FriendGroup.objects.select_for_update()
        .filter(event_id=interest.event_id, code=as_code(typed.strip().rstrip("/").rpartition("/")[2]))
        .first()
    )
    if group is None:
        raise NoSuchGroup
    if group.friends.count() >= MOST:
        raise GroupIsFull(MOST)
    Friend.objects.create(interest=interest, group=group, joined_at=now)
    return group


@transaction.atomic
def leave_group(interest_id: int) -> None:
    """An empty group is none any more. Nothing where they are in none."""
    friend = Friend.objects.filter(pk=interest_id).first()
    if friend is None:
        return
    group = FriendGroup.objects.select_for_update().get(pk=friend.group_id)
    friend.delete()
    if not group.friends.exists():
        group.delete()


def _free(interest_id: int) -> Interest:
    interest = held(interest_id)
    if interest.standing != Interest.Standing.COUNTED:
        raise CountsNoLonger
    if Friend.objects.filter(pk=interest_id).exists():
        raise InAGroup
    return interest
