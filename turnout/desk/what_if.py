"""What if: another day, a reminder, fewer invitations, a capacity; each change moves the forecast at once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from turnout.desk.forecast_words import effects, in_a_hundred
from turnout.desk.near_enough import near_enough
from turnout.events.models import Event
from turnout.forecasts.current import Forecasted
from turnout.rules.forecast import Forecast
from turnout.rules.suppose import Supposed, suppose

FIELDS = ("day", "capacity", "invited", "reminder", "plan")
MOST = 1_000_000


class WhatIfForm(forms.Form):
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    capacity = forms.IntegerField(label=_("Places in the hall"), required=False, min_value=1, max_value=MOST)
    invited = forms.IntegerField(
        label=_("How many of the people you invite"), required=False, min_value=1, max_value=MOST
    )
    reminder = forms.BooleanField(label=_("Remind them the day before"), required=False)
    plan = forms.BooleanField(label=_("Ask them to write down day and time"), required=False)

    def __init__(self, data: QueryDict | None, event: Event, found: Forecasted, today: dt.date) -> None:
        self.zone, self.today = ZoneInfo(event.time_zone), today
        self.planned = found.starts_at.astimezone(self.zone).date() if found.starts_at else None
        self.people = int(np.count_nonzero(~found.people.suspect))
        asked = data if data is not None and any(name in data for name in FIELDS) else None
        super().__init__(asked, initial={"day": self.planned, "invited": self.people})
        if self.planned is None:
            del self.fields["day"]

    def clean_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["day"]
        if day:
            near_enough(day)
            if day < self.today:
                raise forms.ValidationError(gettext("This day is over. Choose one from today on."))
        return day

    @property
    def supposed(self) -> Supposed:
        """Of what could be read."""
        given: Mapping[str, Any] = getattr(self, "cleaned_data", {})
        day, invited = given.get("day"), given.get("invited")
        return Supposed(
            later=float((day - self.planned).days) if day and self.planned else 0.0,
            reminded=bool(given.get("reminder")),
            planned=bool(given.get("plan")),
            invited=invited if invited is not None and invited < self.people else None,
        )


@dataclass(frozen=True)
class Answer:
    """One column of the comparison."""

    forecast: Forecast
    low: int
    high: int
    over: str
    away: int
    empty: int


@dataclass(frozen=True)
class WhatIf:
    now: Answer
    then: Answer | None
    capacity: int | None
    effects: list[tuple[str, str]]


def what_if(form: WhatIfForm, found: Forecasted, language: str) -> WhatIf:
    form.is_valid()
    supposed = form.supposed
    capacity = getattr(form, "cleaned_data", {}).get("capacity")
    then = None
    if not supposed.changes_nothing:
        then = _answer(suppose(found.people, found.basis, found.known, supposed), capacity)
    return WhatIf(_answer(found.forecast, capacity), then, capacity, list(effects(supposed, language)))


def _answer(forecast: Forecast, capacity: int | None) -> Answer:
    low, high = forecast.interval(0.8)
    if capacity is None:
        return Answer(forecast, low, high, "", 0, 0)
    away = forecast.heads.expected_over(capacity)
    empty = max(capacity - forecast.heads.mean + away, 0.0)
    return Answer(
        forecast, low, high, in_a_hundred(forecast.chance_over(capacity)), round(away), round(empty)
    )
