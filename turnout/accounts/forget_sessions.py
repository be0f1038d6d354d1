from collections.abc import Sequence
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

AT_ONCE = 500


def due(now: datetime) -> Sequence[int]:
    """One item as long as there are sessions that have ended."""
    return [1] if Session.objects.filter(expire_date__lt=now).exists() else []


@transaction.atomic
def forget_sessions(item: int, now: datetime) -> None:
    """Ended sessions, and from where they were used: nothing is kept of them."""
    keys = list(Session.objects.filter(expire_date__lt=now).values_list("session_key", flat=True)[:AT_ONCE])
    UserSession.objects.filter(session_key__in=keys).delete()
    Session.objects.filter(session_key__in=keys).delete()
