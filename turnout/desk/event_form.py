"""The fields of one event as the organiser fills them in. What they may hold is for the verbs to say."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from turnout.design.pictures import keep
from turnout.desk.choices import country_choices, language_names, offer, zone_choices
from turnout.desk.near_enough import near_enough
from turnout.desk.problem_words import refusal_sentence
from turnout.events.event_fields import NewEventFields
from turnout.events.local_time import refuse_gap, zones
from turnout.events.models import Event
from turnout.events.refusals import NoSuchTime
from turnout.rules.languages import LANGUAGES
from turnout.rules.refusal import Refusal

TRANSLATED = ("title", "strapline", "text", "cover_alt", "consent")
_PICTURE = signing.Signer(salt="desk.picture")


@dataclass(frozen=True)
class InLanguage:
    """One further language: whether it is offered, and each text beside its original."""

    code: str
    name: str
    offers: forms.BoundField
    texts: list[tuple[forms.BoundField, forms.BoundField]]


class LocalMoment(forms.Field):
    """A date and a time as the clocks there show them, without a zone."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def to_python(self, value: Any) -> dt.datetime | None:
        if not value or isinstance(value, dt.datetime):
            return value or None
        try:
            local = dt.datetime.fromisoformat(str(value).strip())
            near_enough(local)
            return local.replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise forms.ValidationError(
                gettext("Give the date and the time, such as 2026-12-08 18:00.")
            ) from None


class WordsForm(forms.Form):
    """What the page says."""

    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        error_messages={"required": _("Give the event a title.")},
        help_text=_("A question works well: “Would you come to …?”"),
    )
    strapline = forms.CharField(
        label=_("Strapline"),
        max_length=240,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One or two sentences under the title."),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Markdown: **bold**, *italic*, ## heading, - list, [link](https://example.org)."),
    )
    cover = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
        help_text=_("JPEG, PNG, WebP or AVIF, up to 12 MB. Wide pictures look best."),
    )
    cover_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    cover_alt = forms.CharField(
        label=_("What the picture shows"),
        max_length=200,
        required=False,
        help_text=_("For people who do not see it, in one sentence. Needed when there is a picture."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False, help_text=_("The form starts with it."))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("All times of this event are told in it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "country", [("", gettext("Choose a country")), *country_choices()])
        offer(self, "time_zone", zone_choices())

    def clean_cover(self) -> str:
        """The name under which the picture is kept now: what was chosen survives mistakes elsewhere."""
        file = self.cleaned_data.get("cover")
        if not file:
            return self._kept()
        try:
            name = keep(file)
        except Refusal as refusal:
            raise forms.ValidationError(refusal_sentence(refusal)) from None
        data = cast(QueryDict, self.data).copy()
        data["cover_kept"] = _PICTURE.sign(name)
        self.data = data
        return name

    def _kept(self) -> str:
        """Signed, so that nobody names a file that is not this form's."""
        try:
            return _PICTURE.unsign(self.data.get("cover_kept", ""))
        except signing.BadSignature:
            return ""

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.picture() and not self.cleaned_data.get("cover_alt") and "cover_alt" not in self.errors:
            self.add_error("cover_alt", gettext("Say in one sentence what the picture shows."))
        return self.cleaned_data

    def picture(self) -> str:
        """The name of the picture that the page would show."""
        return str(self._cleaned().get("cover") or "")

    def _cleaned(self) -> dict[str, Any]:
        """Nothing while nothing was sent."""
        return getattr(self, "cleaned_data", {})

    def fields_of_event(self) -> NewEventFields:
        """What was typed and can be read, for the verbs."""
        kept = {name: self.cleaned_data[name] for name in PLAIN if name in self.cleaned_data}
        return cast(NewEventFields, kept | {"cover": self.picture()})


PLAIN = (
    "title",
    "strapline",
    "text",
    "cover_alt",
    "country",
    "time_zone",
    "language",
    "opens_at",
    "closes_at",
    "party_max",
    "least_age",
    "shows_count",
    "keep_days",
    "unverified_days",
    "consent",
)


class EventForm(WordsForm):
    """All fields of the page screen; translations are fields of their own, such as `title_es`."""

    remove_cover = forms.BooleanField(label=_("Remove the picture"), required=False)
    language = forms.ChoiceField(label=_("Language of the texts above"))
    opens_at = LocalMoment(
        label=_("The form opens"), required=False, help_text=_("At once where it is empty.")
    )
    closes_at = LocalMoment(
        label=_("The form closes"), required=False, help_text=_("When you close it where it is empty.")
    )
    party_max = forms.IntegerField(
        label=_("Most people in one answer"),
        min_value=1,
        max_value=20,
        help_text=_("With the person who answers."),
    )
    least_age = forms.IntegerField(
        label=_("Least age"), min_value=1, max_value=99, required=False, help_text=_("Empty: not asked.")
    )
    shows_count = forms.BooleanField(
        label=_("Show on the page how many are interested"),
        required=False,
        help_text=_("Counts up while people watch. With several places, it also tells which one leads."),
    )
    keep_days = forms.IntegerField(
        label=_("Keep answers for how many days after the event"), min_value=1, max_value=3650
    )
    unverified_days = forms.IntegerField(
        label=_("Days to confirm the e-mail address"),
        min_value=3,
        max_value=365,
        help_text=_("Who has not by then counts no longer. After two days we remind them, once."),
    )
    consent = forms.CharField(
        label=_("Consent text"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("People tick it to answer. Where it is empty, our own text is used."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        self.event = event
        super().__init__(*args, initial=initial_of(event) | {"cover": None}, **kwargs)
        offer(self, "language", language_names())
        for code, name in self.others():
            self.fields |= _translation_fields(code, name, self.fields)

    def others(self) -> list[tuple[str, str]]:
        """The languages that the page may be offered in besides its own."""
        return [(code, name) for code, name in language_names() if code != self.event.language]

    def in_language(self, code: str, name: str) -> "InLanguage":
        texts = [(self[field], self[f"{field}_{code}"]) for field in TRANSLATED]
        return InLanguage(code, name, self[f"offers_{code}"], texts)

    def clean(self) -> dict[str, Any]:
        super().clean()
        zone = self.cleaned_data.get("time_zone")
        for name in ("opens_at", "closes_at"):
            if zone in zones() and self.cleaned_data.get(name):
                self._refuse_gap(name, self.cleaned_data[name], str(zone))
        return self.cleaned_data

    def _refuse_gap(self, name: str, local: dt.datetime, zone: str) -> None:
        try:
            refuse_gap(local.date(), local.time(), zone)
        except NoSuchTime as refusal:
            self.add_error(name, refusal_sentence(refusal))

    def picture(self) -> str:
        if self._cleaned().get("remove_cover"):
            return ""
        return super().picture() or self.event.cover


def initial_of(event: Event) -> dict[str, Any]:
    """The event as the form's fields show it."""
    plain = {name: getattr(event, name) for name in ("cover", *PLAIN)}
    zone = ZoneInfo(event.time_zone)
    for name in ("opens_at", "closes_at"):
        if plain[name]:
            plain[name] = plain[name].astimezone(zone).replace(tzinfo=None)
    for code in LANGUAGES:
        if code != event.language:
            texts = event.translations.get(code, {})
            plain |= {f"{name}_{code}": texts.get(name, "") for name in TRANSLATED}
            plain[f"offers_{code}"] = code in event.languages
    return plain


def moment(local: dt.datetime | None, zone: str) -> dt.datetime | None:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC) if local else None


def _translation_fields(code: str, name_of: str, fields: dict[str, forms.Field]) -> dict[str, forms.Field]:
    """One more of each text, marked with its language for spell checkers and screen readers."""
    offers = forms.BooleanField(
        required=False, label=gettext("Offer the page in this language: %s") % name_of
    )
    return {f"offers_{code}": offers} | {
        f"{name}_{code}": forms.CharField(
            label=fields[name].label,
            max_length=getattr(fields[name], "max_length", None),
            required=False,
            widget=_widget_in(code, fields[name].widget),
        )
        for name in TRANSLATED
    }


def _widget_in(code: str, like: forms.Widget) -> forms.Widget:
    attributes = {"lang": code} | ({"rows": like.attrs["rows"]} if "rows" in like.attrs else {})
    return type(like)(attrs=attributes)
