"""After the event: what had been said and foreseen, at each stage, beside who came."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from turnout.accounts.models import Role
from turnout.desk import came_words as words
from turnout.desk.came_figure import figure_of
from turnout.desk.words import STAGES
from turnout.events.guard import event_member
from turnout.events.models import Channel, Event, Stage
from turnout.forecasts.breakdown import Breakdown
from turnout.forecasts.judged import foreseen_by
from turnout.forecasts.models import Forecast, Outcome
from turnout.rules.who_came import Part, reason

# The order of the tables, and of what is told in them where that is not the number of people.
_BY = ("said", "via", "near")
_ORDERS = {
    "said": ("definitely", "probably", "maybe"),
    "near": ("10", "50", "200", "1000", "further", "unknown"),
}


@dataclass(frozen=True)
class Row:
    """A kept forecast against what happened; `off` is how many more or fewer came than its middle."""

    kept: Forecast
    stage: str | Promise
    held: bool
    off: str


@event_member(*Role)
@require_safe
def said_and_came(request: HttpRequest, event: Event) -> HttpResponse:
    outcome = Outcome.objects.filter(event=event, removed_at=None).first()
    facts: dict[str, Any] = {
        "organisation": event.organisation,
        "event": event,
        "stage": STAGES[event.stage],
        "is_over": event.stage == Stage.PAST,
        "outcome": outcome,
    }
    if outcome:
        facts |= _happened(event, outcome)
    return render(request, "desk/came/came.html", facts)


def _happened(event: Event, outcome: Outcome) -> dict[str, Any]:
    language = get_language() or "en"
    came = outcome.came + outcome.walk_ins
    # On the day itself the first were in already.
    kept = list(
        Forecast.objects.filter(event=event, day__lt=outcome.date).order_by("at", "pk").defer("made_of")
    )
    parts = _parts(event)
    facts: dict[str, Any] = {
        "came": came,
        "rows": [_row(each, came, language) for each in _at_each_stage(kept)],
        "tables": _tables(parts, event, language),
        "figure": figure_of(kept, came, outcome.date, language) if len(kept) > 1 else None,
    }
    if kept:
        last = foreseen_by(kept[-1])
        facts |= {"last": kept[-1], "verdict": words.verdict(last, came), "held": last.held(came)[1]}
        facts["reason"] = "" if last.held(came)[1] else _reason(parts, event, outcome)
    return facts


def _row(kept: Forecast, came: int, language: str) -> Row:
    held = foreseen_by(kept).held(came)[1]
    return Row(kept, STAGES.get(kept.stage, kept.stage), held, words.off(came - kept.median, language))


def _at_each_stage(kept: list[Forecast]) -> list[Forecast]:
    """The first of all, and the last at each stage, in their order."""
    chosen = {each.stage: each for each in kept}.values()
    return [each for each in kept if each in chosen or each is kept[0]]


def _parts(event: Event) -> list[Part]:
    found = Breakdown.objects.filter(event=event).first()
    return [Part(**each) for each in found.parts] if found else []


def _reason(parts: list[Part], event: Event, outcome: Outcome) -> str:
    """Of those who had answered: of others nobody knows more than their number."""
    if not parts:
        return ""
    foreseen = sum(part.foreseen for part in parts if part.by == "said")
    off = outcome.came - foreseen
    found = reason(parts, off)
    return words.reason(found, _labels(event)) if found else words.everybody(off)


def _tables(parts: list[Part], event: Event, language: str) -> list[dict[str, Any]]:
    labels = _labels(event)
    tables = []
    for by in _BY:
        rows = [part for part in parts if part.by == by]
        order = _ORDERS.get(by)
        if order:
            rows.sort(key=lambda part: order.index(part.which) if part.which in order else len(order))
        if rows:
            told = [(words.label(part, labels), part, words.in_a_hundred(part.share)) for part in rows]
            tables.append({"title": words.TITLES[by], "rows": told})
    return tables


def _labels(event: Event) -> dict[str, str]:
    return dict(Channel.objects.filter(event=event).values_list("code", "name"))


urls = [path("<slug:organisation>/<slug:event>/forecast/said-and-came/", said_and_came, name="said-and-came")]
