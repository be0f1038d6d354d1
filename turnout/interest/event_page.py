"""Everything that an event's public page says, put together for its templates."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnout.design.markdown import to_html, to_plain
from turnout.events.models import Event, Stage
from turnout.interest import in_words, option_words
from turnout.interest.form_fields import Sight, form_fields
from turnout.interest.queries import Counts
from turnout.interest.structured_data import structured_data
from turnout.pages.models import Page
from turnout.rules.form import Problem
from turnout.rules.source import source_of

LONGEST_DESCRIPTION = 200
LANGUAGE_NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Visit:
    """How the page is seen: in which language, by which channel, at what time of the form's life."""

    language: str
    via: str = ""
    state: str = Page.State.OPEN
    within: str = ""
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: Collection[Problem] = ()
    preview: bool = False
    unsaved: bool = False
    busy: bool = False


def languages_of(event: Event) -> list[str]:
    """The event's own first."""
    return list(dict.fromkeys([event.language, *event.languages]))


def address(event: Event, within: str = "", **query: str) -> str:
    given = urlencode({name: value for name, value in query.items() if value})
    return f"/e/{event.slug}/{within}" + (f"?{given}" if given else "")


def oembed_address(page: str) -> str:
    """Where other sites' programs learn how to show that page inside one of theirs."""
    return f"{settings.TURNOUT_BASE_URL}/oembed?{urlencode({'url': page, 'format': 'json'})}"


def with_its_parts(event: Event) -> Event:
    """The event with its options, questions and channels read once, however many pages are made of it."""
    prefetch_related_objects([event], "organisation", "options", "questions", "channels")
    return event


def event_page(event: Event, visit: Visit, counts: Counts) -> dict[str, Any]:
    """The page's context, in the active language, which must be the visit's."""
    language = visit.language
    today = timezone.localdate()
    text = event.in_language("text", language)
    strapline = event.in_language("strapline", language)
    fields = form_fields(Sight(event, language, visit.typed, today), visit.problems)
    title = event.in_language("title", language)
    description = strapline or to_plain(text, LONGEST_DESCRIPTION)
    return {
        "event": event,
        "visit": visit,
        "host": event.organisation,
        "host_site": urlsplit(event.organisation.website).netloc.removeprefix("www."),
        "title": title,
        "strapline": strapline,
        "text": to_html(text),
        "description": description,
        "cover_alt": event.in_language("cover_alt", language),
        "when": option_words.when(event, language, today),
        "where": option_words.where(event, language),
        "dated": _is_dated(event),
        "so_far": so_far(event, counts, language, today) if event.shows_count else None,
        "fields": fields,
        "problems": [each for each in fields if each.error],
        "state_words": state_words(event, visit.state, language, today),
        "canonical": settings.TURNOUT_BASE_URL + _canonical(event, language),
        "oembed": oembed_address(settings.TURNOUT_BASE_URL + _canonical(event, language)),
        "page_address": _canonical(event, language, visit.within),
        "body_class": "to-framed" if visit.within else "",
        "base": f"/e/{event.slug}/{visit.within}",
        "source": source_of((visit.typed.get("source") or [""])[-1]),
        "card": f"{settings.TURNOUT_BASE_URL}/e/{event.slug}/card.png",
        "languages": _switch(event, visit),
        "alternates": [
            (each, settings.TURNOUT_BASE_URL + _canonical(event, each)) for each in languages_of(event)
        ],
        "structured_data": structured_data(event, language, title, description),
        "kept": _kept(event),
        "sends_mail": settings.MAIL is not None,
    }


def _canonical(event: Event, language: str, within: str = "") -> str:
    return address(event, within, lang="" if language == event.language else language)


def _switch(event: Event, visit: Visit) -> list[dict[str, Any]]:
    return [
        {
            "code": each,
            "name": LANGUAGE_NAMES.get(each, each),
            "address": address(event, visit.within, lang=each, via=visit.via),
            "current": each == visit.language,
        }
        for each in languages_of(event)
    ]


def _is_dated(event: Event) -> bool:
    """Whether there is one day that a calendar can hold."""
    options = event.open_options()
    return len(options) == 1 and options[0].date is not None


def _kept(event: Event) -> str:
    return ngettext(
        "until %(days)s day after the event", "until %(days)s days after the event", event.keep_days
    ) % {"days": event.keep_days}


def so_far(event: Event, counts: Counts, language: str, today: dt.date) -> tuple[str, str]:
    """How many said that they would come, and which option leads where one does."""
    counts = counts.genuine()
    total = counts.total.answers
    if not total:
        return _("Nobody yet"), _("be the first")
    people = ngettext("%(number)s person", "%(number)s people", total)
    return people % {"number": in_words.number(total, language)}, _leads(event, counts, language, today)


def _leads(event: Event, counts: Counts, language: str, today: dt.date) -> str:
    options = event.open_options()
    named = {pk: sums.answers for pk, sums in counts.of("option").items()}
    ranked = sorted(options, key=lambda option: named.get(str(option.pk), 0), reverse=True)
    if len(ranked) < 2 or named.get(str(ranked[0].pk), 0) == named.get(str(ranked[1].pk), 0):
        return ""
    leader = option_words.leader_label(ranked[0], event, language, today)
    return _("%(option)s leads") % {"option": leader}


def state_words(event: Event, state: str, language: str, today: dt.date) -> tuple[str, str]:
    """Heading and sentence that stand where the form would, while there is none."""
    if state == Page.State.BEFORE and event.opens_at:
        day, time = in_words.moment(event.opens_at, event, language, today)
        return _("Not open yet"), _("You can answer from %(day)s, %(time)s.") % {"day": day, "time": time}
    if event.stage == Stage.CANCELLED:
        return _("This event is cancelled"), _("It will not take place. Thank you to everybody who answered.")
    if event.stage == Stage.PAST:
        return _("This event is over"), _("Thank you to everybody who came.")
    return _("Answers are closed"), _(
        "Thank you to everybody who answered. %(host)s decides what comes next."
    ) % {"host": event.organisation.name}
