"""Whether the fan wants to hear of the host's next events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from turnout.interest.models import Interest
from turnout.interest.news import wants_news
from turnout.interest.news_words import news_wording


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    return {
        "wanted": wants_news(interest),
        "wording": news_wording(interest.event.organisation, interest.language),
    }
