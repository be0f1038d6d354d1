"""What is asked about halls: the cost of the two errors, and the halls themselves."""

from decimal import Decimal
from functools import cache
from typing import Any

from babel.numbers import get_territory_currencies
from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from turnout.desk.choices import Choices, offer
from turnout.events.models import Event
from turnout.events.when_and_where import locale_of
from turnout.forecasts.deciding import HallCosts, Venue
from turnout.forecasts.venue_fields import VenueFields
from turnout.rules.countries import COUNTRIES

_MOST = Decimal(1_000_000)


class CostsForm(forms.Form):
    empty = forms.DecimalField(
        label=_("An empty seat costs"),
        min_value=0,
        max_value=_MOST,
        decimal_places=2,
        help_text=_("Its share of the hall, the catering, and how an empty room looks."),
    )
    away = forms.DecimalField(
        label=_("A person turned away costs"),
        min_value=0,
        max_value=_MOST,
        decimal_places=2,
        help_text=_("A fan lost, a bad word told on. Often many times an empty seat."),
    )
    risk = forms.IntegerField(
        label=_("It may be too small, times in 100"),
        min_value=1,
        max_value=50,
        help_text=_("For the size that is safe, whatever it costs."),
    )
    currency = forms.ChoiceField(label=_("Currency"))

    def __init__(self, data: QueryDict | None, *, costs: HallCosts) -> None:
        money = {"away": _plain(costs.away), "empty": _plain(costs.empty)}
        super().__init__(data, initial={**money, "risk": costs.risk, "currency": costs.currency})
        offer(self, "currency", currencies(get_language() or "en"))

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if given.get("empty") == 0 and given.get("away") == 0:
            self.add_error("away", gettext("One of the two has to cost something."))
        return given


class VenueForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the hall"), max_length=120, error_messages={"required": _("Give it a name.")}
    )
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1_000_000)
    price = forms.DecimalField(
        label=_("Price"), min_value=0, max_value=Decimal(100_000_000), decimal_places=2
    )
    place = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(
        self, data: QueryDict | None, *, event: Event, currency: str, venue: Venue | None = None
    ) -> None:
        super().__init__(data, initial=_initial(venue))
        told = gettext("In %(currency)s, for the whole event.")
        self.fields["price"].help_text = told % {"currency": currency}
        places = sorted({option.place for option in event.open_options() if option.place})
        if venue and venue.place and venue.place not in places:
            places.append(venue.place)
        offer(self, "place", [("", gettext("Any of them")), *((place, place) for place in places)])
        if len(places) < 2:
            del self.fields["place"]

    def venue(self) -> VenueFields:
        given = self.cleaned_data
        return VenueFields(
            name=given["name"],
            place=given.get("place", self.initial.get("place", "")),
            capacity=given["capacity"],
            price=given["price"],
        )


def _initial(venue: Venue | None) -> dict[str, Any]:
    if venue is None:
        return {}
    return {
        "name": venue.name,
        "capacity": venue.capacity,
        "price": _plain(venue.price),
        "place": venue.place,
    }


def _plain(value: Decimal) -> str:
    """Without the noughts of a price that has no cents."""
    return f"{value:.2f}".removesuffix(".00")


@cache
def currencies(language: str) -> Choices:
    """Of all countries, by name."""
    codes = {code for country in COUNTRIES for code in get_territory_currencies(country)}
    names = locale_of(language).currencies
    return sorted(((code, f"{names.get(code, code)} ({code})") for code in codes), key=lambda each: each[1])
