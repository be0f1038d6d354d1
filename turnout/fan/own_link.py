"""The personal link: where it leads, and how its owner makes older ones stop working."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from turnout.interest.models import Interest


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    return {"email": interest.email}
