"""`/search/`: what was asked for and what was found, in the active language."""

import re
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from turnout.events.models import Event
from turnout.interest.event_page import address
from turnout.newsroom.addresses import LANGUAGES, languages_of_page, post_path
from turnout.newsroom.cards import event_card, post_card
from turnout.newsroom.list_pages import branded, only_host
from turnout.newsroom.models import Sought
from turnout.newsroom.public_lists import events, posts
from turnout.newsroom.search import MOST_CANDIDATES, Match, Results, search
from turnout.rules.search_words import LONGEST_QUERY, terms

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


def search_page(typed: str, page: str, language: str) -> str:
    """Whatever was typed, and whatever page is asked for."""
    query = " ".join(_CONTROLS.sub(" ", typed[: LONGEST_QUERY * 4]).split())
    number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 4 else 1
    results = search(query, language, max(number, 1))
    context = {
        **languages_of_page("/search/", LANGUAGES, language),
        **branded(only_host()),
        "title": _("Search"),
        "query": query[:LONGEST_QUERY],
        "is_cut": len(query) > LONGEST_QUERY,
        "has_words": bool(terms(query)),
        "results": results,
        "has_more": results.total >= MOST_CANDIDATES,
        "found": _shown(results, language),
        "number": number,
        "fewer": number - 1 if 1 < number <= results.pages else 0,
        "further": number + 1 if number < results.pages else 0,
        "here": "search",
    }
    return render_to_string("newsroom/search.html", context)


def _shown(results: Results, language: str) -> list[dict[str, Any]]:
    """Each match with the card of what it is; without what was withdrawn a moment ago."""
    wanted = {
        kind: [match.thing_id for match in results.matches if match.kind == kind] for kind in Sought.Kind
    }
    things: dict[str, dict[int, Any]] = {
        Sought.Kind.EVENT: events().in_bulk(wanted[Sought.Kind.EVENT]),
        Sought.Kind.POST: posts().in_bulk(wanted[Sought.Kind.POST]),
    }
    return [
        _result(match, thing, language)
        for match in results.matches
        if (thing := things[match.kind].get(match.thing_id))
    ]


def _result(match: Match, thing: Any, language: str) -> dict[str, Any]:
    found = {"match": match, "is_event": isinstance(thing, Event)}
    if isinstance(thing, Event):
        own = "" if match.language == thing.language else match.language
        return {**event_card(thing, language), **found, "address": address(thing, lang=own)}
    return {**post_card(thing, language), **found, "address": post_path(thing, match.language)}
