from datetime import datetime

from django.utils import timezone

from turnout.events.models import Event
from turnout.events.when_and_where import locale_of, with_time
from turnout.interest import in_words


def moment(at: datetime, event: Event, language: str) -> str:
    """Day and time as the event's clock shows them."""
    day, time = in_words.moment(at, event, language, timezone.localdate())
    return with_time(day, time, locale_of(language, event.country))
