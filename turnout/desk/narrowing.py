"""How the list of people is narrowed and sorted by what stands in its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from turnout.desk.words import LIKELIHOODS, STANDINGS
from turnout.events.models import Event
from turnout.interest.in_words import country_name
from turnout.interest.listing import SORTS, Narrowing
from turnout.interest.option_words import option_label
from turnout.interest.queries import Counts

# In an address: those who came by no link, or said no country.
NONE = "-"
SORT_LABELS: dict[str, str | Promise] = {
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "name": _("By name"),
    "email": _("By e-mail"),
    "places": _("Most places first"),
}


class NarrowingForm(forms.Form):
    """Nothing is required; what cannot be read narrows nothing, and says why."""

    q = forms.CharField(
        label=_("Name, e-mail or postcode"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    likelihood = forms.ChoiceField(label=_("How sure?"), required=False)
    verified = forms.ChoiceField(label=_("E-mail"), required=False)
    standing = forms.ChoiceField(label=_("Does it count?"), required=False)
    via = forms.ChoiceField(label=_("Where from?"), required=False)
    option = forms.ChoiceField(label=_("What suits them?"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    party = forms.IntegerField(label=_("At least so many places"), required=False, min_value=1, max_value=20)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=pgettext_lazy("date", "Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    sort = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, data: Mapping[str, str], event: Event, counts: Counts, today: date) -> None:
        super().__init__(data)
        self.event = event
        language = get_language() or event.language
        options = [(str(each.pk), option_label(each, event, language, today)) for each in event.options.all()]
        channels = [(channel.code, channel.name) for channel in event.channels.all()]
        countries = [(code, country_name(code, language)) for code in counts.of("country") if code]
        self._offer("likelihood", list(LIKELIHOODS.items()))
        self._offer("verified", [("yes", _("Confirmed")), ("no", _("Not confirmed"))])
        self._field("standing").choices = [
            ("", pgettext_lazy("standing", "Counted or to check")),
            *STANDINGS.items(),
        ]
        self._offer("via", [(NONE, _("Directly")), *channels])
        self._offer("option", options)
        self._offer(
            "country",
            [
                *sorted(countries, key=lambda country: country[1]),
                (NONE, pgettext_lazy("country", "Not said")),
            ],
        )
        self._field("sort").choices = list(SORT_LABELS.items())

    def _field(self, name: str) -> forms.ChoiceField:
        found = self.fields[name]
        if not isinstance(found, forms.ChoiceField):
            raise TypeError(name)
        return found

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self._field(name).choices = [("", pgettext_lazy("filter", "All")), *choices]

    @property
    def narrowing(self) -> Narrowing:
        self.is_valid()
        given = self.cleaned_data
        zone = ZoneInfo(self.event.time_zone)
        return Narrowing(
            search=given.get("q", ""),
            likelihood=given.get("likelihood") or None,
            verified={"yes": True, "no": False}.get(given.get("verified", "")),
            standing=given.get("standing") or None,
            via=_or_empty(given.get("via", "")),
            option=int(given["option"]) if given.get("option") else None,
            country=_or_empty(given.get("country", "")),
            party=given.get("party"),
            since=_midnight(given.get("since"), zone),
            until=_midnight(given.get("until"), zone, days=1),
        )

    @property
    def order(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("sort") or next(iter(SORTS)))

    @property
    def query(self) -> dict[str, str]:
        """What of the address narrows or sorts, as it was given."""
        self.is_valid()
        return {
            name: self.data[name] for name in self.fields if self.cleaned_data.get(name) and name in self.data
        }

    @property
    def parts(self) -> list["Part"]:
        """Each thing that narrows the list, with the address without it."""
        query = self.query
        found = []
        for name in query:
            if name != "sort":
                others = {other: value for other, value in query.items() if other != name}
                found.append(Part(str(self.fields[name].label), self._in_words(name), urlencode(others)))
        return found

    def _in_words(self, name: str) -> str:
        value = self.cleaned_data[name]
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(self._field(name).choices)[value])  # type: ignore[arg-type]
        return date_format(value) if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Part:
    label: str
    value: str
    without: str


def _or_empty(given: str) -> str | None:
    return {"": None, NONE: ""}.get(given, given)


def _midnight(day: date | None, zone: ZoneInfo, days: int = 0) -> datetime | None:
    try:
        return datetime.combine(day + timedelta(days=days), time(), zone).astimezone(UTC) if day else None
    except OverflowError:
        # Beyond the calendar's end there is nothing to leave out.
        return None
