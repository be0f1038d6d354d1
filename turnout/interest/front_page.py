"""`/`: what this instance hosts."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from turnout.accounts.guard import public
from turnout.design.hall import hall
from turnout.events.models import Event, Option, Stage
from turnout.interest import option_words
from turnout.interest.event_page import address, languages_of
from turnout.interest.shown_pictures import shown

NOW = (Stage.GAUGING, Stage.INVITING, Stage.CLOSED)
MOST_PAST = 12


@public
@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    language = translation.get_language() or "en"
    context = {
        "now": [_card(event, language) for event in _events().filter(stage__in=NOW)],
        "past": [_card(event, language) for event in _events().filter(stage=Stage.PAST)[:MOST_PAST]],
    }
    return render(request, "interest/front_page.html", context)


def _events() -> Any:
    offered = Prefetch("options", Option.objects.select_related(None))
    return (
        Event.objects.select_related("organisation")
        .prefetch_related(offered)
        .order_by("-published_at", "-id")
    )


def _card(event: Event, reader: str) -> dict[str, Any]:
    language = reader if reader in languages_of(event) else event.language
    today = timezone.localdate()
    return {
        "event": event,
        "language": language,
        "address": address(event, lang="" if language == event.language else language),
        "title": event.in_language("title", language),
        "when": option_words.when(event, reader, today)[0],
        "where": option_words.where(event, reader)[0],
        "cover": shown(event.cover),
        "hall": None if event.cover else hall(event.slug),
    }
