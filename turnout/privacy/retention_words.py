"""Until when answers are kept, in sentences."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnout.events.kept_until import kept_until
from turnout.events.models import Event
from turnout.events.when_and_where import locale_of
from turnout.interest import in_words
from turnout.interest.models import Interest
from turnout.rules.retention import withdrawn_until


def of_event(event: Event, language: str) -> str:
    """For its organiser."""
    until = kept_until(event)
    if until is None:
        return ngettext(
            "Answers are erased %(days)s day after the event, which has no date yet.",
            "Answers are erased %(days)s days after the event, which has no date yet.",
            event.keep_days,
        ) % {"days": event.keep_days}
    words = _("Answers are erased on %(day)s. Their counts stay.")
    if until <= timezone.now():
        words = _("The answers of that time were erased on %(day)s. Their counts stay.")
    return words % {"day": _day(until, event, language)}


def of_answer(interest: Interest) -> str:
    """For who gave it, in the answer's language."""
    event, language = interest.event, interest.language
    dates = [until] if (until := kept_until(event)) else []
    if interest.standing == Interest.Standing.WITHDRAWN:
        dates.append(withdrawn_until(interest.standing_at or timezone.now()))
    if dates:
        return _("Your answer is erased on %(day)s by itself.") % {"day": _day(min(dates), event, language)}
    return ngettext(
        "Your answer is erased by itself %(days)s day after the event.",
        "Your answer is erased by itself %(days)s days after the event.",
        event.keep_days,
    ) % {"days": event.keep_days}


def _day(until: dt.datetime, event: Event, language: str) -> str:
    local = until.astimezone(ZoneInfo(event.time_zone))
    return in_words.day(local.date(), locale_of(language, event.country), timezone.localdate())
