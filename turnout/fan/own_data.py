"""What is kept about the fan, and until when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from turnout.interest.models import Interest
from turnout.privacy.retention_words import of_answer


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    return {"kept": of_answer(interest)}
