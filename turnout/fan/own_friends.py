"""The group of friends that an answer is in: how many they are, never who."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.urls import reverse

from turnout.fan.next_steps import BEFORE_THE_DAY
from turnout.interest.models import Interest
from turnout.invitations.friends import MOST
from turnout.invitations.models import Friend

_COUNTED = Q(interest__standing=Interest.Standing.COUNTED)


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    counts = interest.standing == Interest.Standing.COUNTED
    if not counts or interest.event.stage not in BEFORE_THE_DAY:
        return {"may": False}
    mine = Friend.objects.select_related("group").filter(pk=interest.pk).first()
    return {"may": True, "most": MOST, "group": _group(mine) if mine else None}


def _group(mine: Friend) -> Mapping[str, Any]:
    """Who took the answer back is no longer reckoned with."""
    confirmed = _COUNTED & Q(interest__verified_at__isnull=False)
    sums = Friend.objects.filter(group=mine.group_id).aggregate(
        size=Count("pk", filter=_COUNTED),
        confirmed=Count("pk", filter=confirmed),
        people=Sum("interest__party", filter=confirmed),
    )
    code = mine.group.code
    return {
        "code": code,
        "link": settings.TURNOUT_BASE_URL + reverse("friends", args=[code]),
        "size": sums["size"],
        "waiting": sums["size"] - sums["confirmed"],
        "people": sums["people"] or 0,
    }
