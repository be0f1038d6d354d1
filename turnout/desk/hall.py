"""How big a hall: what the two errors cost, the answer, and the halls that could be booked."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk import hall_words as words
from turnout.desk.doing import back
from turnout.desk.hall_form import CostsForm
from turnout.desk.posting import posted, problems_of
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.forecasts.compared import Choice, compared
from turnout.forecasts.deciding import HallCosts, Venue
from turnout.forecasts.ready import keep_ready
from turnout.forecasts.set_costs import set_costs
from turnout.interest.in_words import number
from turnout.interest.option_words import leader_label
from turnout.rules.halls import risk
from turnout.rules.heads import Heads
from turnout.rules.seats import Hall, best_capacity, ranked

EMPTY, AWAY, RISK = Decimal(10), Decimal(90), 5
# Rows of the table of capacities.
_ROWS = 9


@dataclass(frozen=True)
class Line:
    """A venue with what is to be expected of it."""

    venue: Venue
    hall: Hall
    price: str
    cost: str
    more: str
    too_small: str
    times: str
    empty: str
    away: str


@event_member(Role.EDITOR)
def hall(request: HttpRequest, event: Event) -> HttpResponse:
    prefetch_related_objects([event], "options")
    costs = costs_of(event)
    sent = posted(request)
    form = CostsForm(sent.data, costs=costs)
    if sent.saves and form.is_valid():
        set_costs(event, actor_of(request), **form.cleaned_data)
        return back(event, "hall")
    facts = {
        "organisation": event.organisation,
        "event": event,
        "form": form,
        "problems": problems_of(form) if sent.saves else [],
        "restored": sent.restored,
        **hall_facts(event, costs, request.GET.get("for", "")),
    }
    return render(request, "desk/places/hall.html", facts, status=422 if sent.saves else 200)


def costs_of(event: Event) -> HallCosts:
    """As the organiser set them, or else what is usual."""
    usual = HallCosts(
        event=event, empty=EMPTY, away=AWAY, risk=RISK, currency=words.currency_of(event.country)
    )
    return HallCosts.objects.filter(event=event).first() or usual


def hall_facts(event: Event, costs: HallCosts, wanted: str) -> dict[str, Any]:
    language = get_language() or "en"
    venues = list(event.venues.all())
    facts: dict[str, Any] = {"removed": [venue for venue in venues if venue.removed_at], "costs": costs}
    if not event.open_options():
        return facts
    found = compared(event, timezone.now())
    keep_ready(event, found.answers)
    choice = next((each for each in found.choices if str(each.option.pk) == wanted), found.choices[0])
    heads = choice.outcome.whole.heads
    # Prices are compared with what the two errors cost, so all of it is in one currency.
    lines = _lines(heads, _for(venues, choice), costs, language)
    best = best_capacity(heads, float(costs.empty), float(costs.away))
    safe = heads.quantile(1 - costs.risk / 100)
    return facts | {
        "choices": [(each.option.pk, _label(each, event, language)) for each in found.choices],
        "choice": choice,
        "label": _label(choice, event, language),
        "said": choice.people,
        "lines": lines,
        "elsewhere": len(venues) - len(facts["removed"]) - len(lines),
        "best": best,
        "reason": words.costs_sentence(costs.empty, costs.away),
        "safe": safe,
        "safe_times": words.times_in_ten(costs.risk / 100),
        "cheapest": _cheapest(lines, language),
        "chart": _chart(heads, best.capacity, lines),
        "table": _table(heads, language),
    }


def _label(choice: Choice, event: Event, language: str) -> str:
    return leader_label(choice.option, event, language, timezone.localdate())


def _for(venues: list[Venue], choice: Choice) -> list[Venue]:
    return [
        venue for venue in venues if venue.removed_at is None and venue.place in ("", choice.option.place)
    ]


def _lines(heads: Heads, venues: list[Venue], costs: HallCosts, language: str) -> list[Line]:
    known = [(venue.capacity, float(venue.price)) for venue in venues]
    found = ranked(heads, known, float(costs.empty), float(costs.away))
    least = found[0][1].cost if found else 0.0

    def money(value: Decimal | float) -> str:
        return words.money(value, costs.currency, language)

    return [
        Line(
            venues[place],
            hall_,
            money(venues[place].price),
            money(hall_.cost),
            money(hall_.cost - least),
            words.in_a_hundred(hall_.chance_over),
            words.times_in_ten(hall_.chance_over),
            number(round(hall_.empty), language),
            number(round(hall_.away), language),
        )
        for place, hall_ in found
    ]


def _cheapest(lines: list[Line], language: str) -> str:
    """Why not the one with the lowest rent, where that is another."""
    if len(lines) < 2:
        return ""
    cheap = min(lines, key=lambda line: line.venue.price)
    if cheap is lines[0] or cheap.venue.price == lines[0].venue.price:
        return ""
    facts = {"name": cheap.venue.name, "times": cheap.times, "away": cheap.away, "more": cheap.more}
    if cheap.hall.away > lines[0].hall.away:
        told = gettext(
            "%(name)s is cheaper to rent, but too small %(times)s: about %(away)s people turned away on"
            " average, and %(more)s more in all."
        )
    else:
        told = gettext("%(name)s is cheaper to rent, but its empty seats make it %(more)s more in all.")
    return told % facts


def _chart(heads: Heads, best: int, lines: list[Line]) -> dict[str, Any]:
    marks = [(line.venue.capacity, line.venue.name) for line in lines[:6]]
    curve = risk(heads, best, *[capacity for capacity, _ in marks])
    return {
        "capacity": curve.capacity.tolist(),
        "over": [round(100 * float(chance), 2) for chance in curve.over],
        "best": best,
        "marks": marks,
        "seats": gettext("Seats"),
    }


def _table(heads: Heads, language: str) -> list[tuple[str, float, str]]:
    """Round capacities with the chance of each to be too small."""
    low, high = heads.quantile(0.02), heads.quantile(0.99)
    step = _round_step((high - low) / (_ROWS - 1))
    first = max(low // step, 1) * step
    sizes = [first + row * step for row in range(_ROWS + 1)]
    chances = [(size, heads.chance_over(size)) for size in sizes if heads.chance_over(size - step) > 0.005]
    return [(words.seats(size, language), chance, words.in_a_hundred(chance)) for size, chance in chances]


def _round_step(least: float) -> int:
    """1, 2 or 5 with noughts."""
    ten = 1
    while True:
        for digit in (1, 2, 5):
            if digit * ten >= least:
                return digit * ten
        ten *= 10


urls = [path("<slug:organisation>/<slug:event>/hall/", hall, name="hall")]
