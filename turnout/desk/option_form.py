from typing import Any, cast

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from turnout.desk.choices import (
    country_choices,
    language_names,
    offer,
    optional_zone_choices,
    zone_of_country,
)
from turnout.desk.near_enough import near_enough
from turnout.events.models import Event, Option
from turnout.events.option_fields import OptionFields

TRANSLATED = ("place", "venue")
PLAIN = ("place", "venue", "country", "date", "time", "time_zone")


class OptionRow(forms.Form):
    """A place, a date or both: what a new event asks for."""

    place = forms.CharField(
        label=_("City or place"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    date = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[near_enough],
    )
    time = forms.TimeField(
        label=pgettext_lazy("clock", "Time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    venue = forms.CharField(
        label=_("Hall or address"), max_length=200, required=False, help_text=_("If it is known already.")
    )
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "country", [("", gettext("The event's country")), *country_choices()])

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if self.has_changed() and not (given.get("place") or given.get("date") or self.errors):
            self.add_error("place", gettext("Give a place or a date."))
        if given.get("time") and not given.get("date") and "date" not in self.errors:
            self.add_error("date", gettext("Give the date of this time."))
        return given

    def option(self, country: str) -> OptionFields:
        """For the verbs; without a country of its own it is in the event's."""
        given = self.cleaned_data
        own = given["country"]
        return OptionFields(
            place=given["place"],
            venue=given["venue"],
            country=own or (country if given["place"] else ""),
            date=given["date"],
            time=given["time"],
            time_zone=zone_of_country(own) if own != country else "",
        )


class OptionForm(OptionRow):
    """Everything about one option, with its names in the event's other languages."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    spelling_only = forms.BooleanField(
        label=_("It is the same place, only written better"),
        required=False,
        help_text=_(
            "Otherwise another place becomes a new one, and those who said yes to the old one stay with it."
        ),
    )

    def __init__(self, *args: Any, event: Event, option: Option | None = None, **kwargs: Any) -> None:
        self.event, self.stands = event, option
        super().__init__(*args, initial=_initial(event, option), **kwargs)
        offer(self, "time_zone", optional_zone_choices())
        if option is None or not event.was_asked or option.retired_at:
            del self.fields["spelling_only"]
        names = dict(language_names())
        for code in event.languages:
            for name in TRANSLATED:
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{self.fields[name].label} · {names[code]}",
                    max_length=200 if name == "venue" else 120,
                    required=False,
                    widget=forms.TextInput(attrs={"lang": code}),
                )

    def option(self, country: str = "") -> OptionFields:
        given = self.cleaned_data
        translations = dict(self.stands.translations) if self.stands else {}
        for code in self.event.languages:
            translations[code] = {name: given[f"{name}_{code}"] for name in TRANSLATED}
        return cast(OptionFields, {name: given[name] for name in PLAIN} | {"translations": translations})

    def translation_fields(self) -> list[forms.BoundField]:
        return [self[f"{name}_{code}"] for code in self.event.languages for name in TRANSLATED]


def _initial(event: Event, option: Option | None) -> dict[str, Any]:
    if option is None:
        return {"country": event.country}
    plain = {
        name: getattr(option, name) for name in ("place", "venue", "country", "date", "time", "time_zone")
    }
    for code in event.languages:
        plain |= {f"{name}_{code}": option.translations.get(code, {}).get(name, "") for name in TRANSLATED}
    return plain
