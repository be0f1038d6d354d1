"""Where and when a ticket is good, as it is told on the ticket, in its mails and to calendars."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.dates import format_time
from django.utils import timezone
from django.utils.translation import gettext as _

from turnout.events.models import Event, Stage
from turnout.events.when_and_where import place_of, with_time
from turnout.interest import in_words, option_words
from turnout.interest.in_words import locale_of
from turnout.invitations.models import Decision


@dataclass(frozen=True)
class Occasion:
    """In one language. Without a decision `starts_at` is None, and `when` and `where` say what is known.

    `edition` rises with each change that a calendar must hear of.
    """

    title: str
    host: str
    when: str
    where: str
    is_cancelled: bool
    edition: int = 1
    doors: str = ""
    address: str = ""
    map_link: str = ""
    access: str = ""
    time_zone: str = "UTC"
    doors_at: dt.datetime | None = None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None


def occasion_of(event: Event, language: str) -> Occasion:
    """In the active language, which must be that one."""
    decided = decision_of(event)
    return _decided(event, decided, language) if decided else _undecided(event, language)


def decision_of(event: Event) -> Decision | None:
    return Decision.objects.select_related("option").filter(event=event).first()


def edition_of(event: Event) -> int:
    """1 and more; cancelling is one more change."""
    decided = Decision.objects.filter(event=event).values_list("version", flat=True).first() or 0
    return _edition(decided, event)


def _edition(version: int, event: Event) -> int:
    return 1 + version + (event.stage == Stage.CANCELLED)


def _decided(event: Event, decided: Decision, language: str) -> Occasion:
    option = decided.option
    zone = option.time_zone or event.time_zone
    locale = locale_of(language, option.country or event.country)
    local = decided.starts_at.astimezone(ZoneInfo(zone))
    doors = decided.doors_at.astimezone(ZoneInfo(zone))
    day = in_words.day(local.date(), locale, timezone.localdate())
    opening = format_time(doors.time(), "short", locale=locale)
    return Occasion(
        title=event.in_language("title", language),
        host=event.organisation.name,
        when=with_time(day, format_time(local.time(), "short", locale=locale), locale),
        doors=_("Doors open at %(time)s") % {"time": opening} if decided.doors_at < decided.starts_at else "",
        where=", ".join(filter(None, (decided.venue, place_of(option, language)))),
        address=decided.address,
        map_link=decided.map_link,
        access=decided.access,
        is_cancelled=event.stage == Stage.CANCELLED,
        edition=_edition(decided.version, event),
        time_zone=zone,
        doors_at=decided.doors_at,
        starts_at=decided.starts_at,
        ends_at=decided.ends_at,
    )


def _undecided(event: Event, language: str) -> Occasion:
    today = timezone.localdate()
    return Occasion(
        title=event.in_language("title", language),
        host=event.organisation.name,
        when=option_words.when(event, language, today)[0],
        where=option_words.where(event, language)[0],
        is_cancelled=event.stage == Stage.CANCELLED,
        edition=_edition(0, event),
        time_zone=event.time_zone,
    )
