"""An event or a post as it stands in a list."""

import datetime as dt
from typing import Any

from babel.dates import format_date
from django.utils import timezone

from turnout.design.hall import hall
from turnout.events.models import Event
from turnout.events.when_and_where import locale_of
from turnout.interest import option_words
from turnout.interest.event_page import address, languages_of
from turnout.interest.shown_pictures import shown
from turnout.newsroom.addresses import post_path
from turnout.newsroom.models import Post


def event_card(event: Event, reader: str) -> dict[str, Any]:
    """In the reader's language where the event has it; that language must be active."""
    language = reader if reader in languages_of(event) else event.language
    today = timezone.localdate()
    return {
        "event": event,
        "host": event.organisation,
        "language": language,
        "address": address(event, lang="" if language == event.language else language),
        "title": event.in_language("title", language),
        "when": option_words.when(event, reader, today)[0],
        "where": option_words.where(event, reader)[0],
        "picture": shown(event.cover),
        "hall": None if event.cover else hall(event.slug),
    }


def post_card(post: Post, reader: str) -> dict[str, Any]:
    language = language_of(post, reader)
    return {
        "host": post.organisation,
        "language": language,
        "address": post_path(post, language),
        "headline": post.in_language("headline", language),
        "standfirst": post.in_language("standfirst", language),
        "picture": shown(post.picture),
        "on": day_of(post.published_at, reader),
        "at": post.published_at,
    }


def language_of(post: Post, reader: str) -> str:
    return reader if reader in post.all_languages else post.language


def day_of(at: dt.datetime | None, language: str) -> str:
    return format_date(timezone.localtime(at).date(), "long", locale=locale_of(language)) if at else ""
