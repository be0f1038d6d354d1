"""To take the answer back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from turnout.interest.models import Interest


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    return {"offered": interest.standing != Interest.Standing.WITHDRAWN}
