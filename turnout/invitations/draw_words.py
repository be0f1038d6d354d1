"""A draw as its public page, a mail and a fan's own page tell of it."""

from datetime import datetime

from django.contrib.humanize.templatetags.humanize import ordinal
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from turnout.events.when_and_where import locale_of, with_time
from turnout.interest import in_words
from turnout.invitations.models import Draw, Entrant


def moment_of(draw: Draw, at: datetime, language: str) -> str:
    """By the event's clock, the clock named."""
    day, time = in_words.moment(at, draw.event, language, timezone.localdate())
    return with_time(day, time, locale_of(language, draw.event.country))


def page_of(draw: Draw) -> str:
    return reverse("draw", args=[draw.public_id])


def fate_of(draw: Draw, mine: Entrant) -> str:
    """What became of an entry, in a sentence."""
    language = get_language() or draw.event.language
    if draw.state == Draw.State.ABANDONED:
        return _("This random draw was abandoned. Nobody got a place by it.")
    if mine.rank is None:
        return _("You take part. It is decided on %(moment)s.") % {
            "moment": moment_of(draw, draw.decided, language)
        }
    said = rank_of(draw, mine)
    if mine.has_place or not draw.wave.has_waitlist:
        return said
    return said + " " + _("You are on the waitlist, in the order of the random draw.")


def rank_of(draw: Draw, mine: Entrant) -> str:
    """Of one that was drawn, with a place or without."""
    language = get_language() or draw.event.language
    if mine.has_place:
        said = ngettext(
            "You were %(rank)s of %(entries)s; %(places)s got a place, and it is yours.",
            "You were %(rank)s of %(entries)s; %(places)s got places, and you are among them.",
            draw.places,
        )
    else:
        said = ngettext(
            "You were %(rank)s of %(entries)s; %(places)s got a place.",
            "You were %(rank)s of %(entries)s; %(places)s got places.",
            draw.places,
        )
    return said % {
        "rank": ordinal(mine.rank),
        "entries": in_words.number(draw.entries, language),
        "places": in_words.number(draw.places, language),
    }
