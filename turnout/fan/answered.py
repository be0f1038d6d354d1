"""What the fan answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from turnout.interest.lifetime import ALIVE
from turnout.interest.models import Interest
from turnout.interest.said import said


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    withdrawn = interest.standing == Interest.Standing.WITHDRAWN
    return {
        "rows": list(said(interest)),
        "may_change": interest.event.stage in ALIVE and not withdrawn,
    }
