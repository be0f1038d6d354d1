"""Where mails about the answer go, and where they shall go once that address is confirmed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from turnout.fan.moment import moment
from turnout.interest.lifetime import ALIVE
from turnout.interest.models import Interest, PendingAddress


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    pending = PendingAddress.objects.filter(interest=interest, expires_at__gt=now).first()
    return {
        "pending": pending,
        "until": moment(pending.expires_at, interest.event, interest.language) if pending else "",
        "may_change": interest.event.stage in ALIVE,
    }
