"""The form of an invitation round: for whom, in which order, how many, until when, and what it says."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from turnout.desk.event_form import LocalMoment
from turnout.desk.round_choices import as_narrowing, conditions, said
from turnout.desk.round_typed import initial_of
from turnout.desk.round_words import MILE, RULES, in_miles
from turnout.desk.words import LIKELIHOODS
from turnout.events.models import Event, Question
from turnout.interest.in_words import country_name
from turnout.invitations.decided_words import zone_of
from turnout.invitations.models import Decision, Wave
from turnout.invitations.refusals import NothingWritten, TooManyShares, UnknownPlaceholders
from turnout.invitations.save_wave import Fields
from turnout.rules.refusal import Refusal

TERMS, GROUPS = 5, 3
_GROUP = ("name", "share", "who", "near")
_TEXT = {"subject": _("Subject"), "text": _("Text")}
_MISSING = {"subject": _("Write a subject."), "text": _("Write the text of the mail.")}
_RATE = _("Give a whole number from 1 to 6,000.")
_SEATS = _("Give a whole number of places.")
_RISKS = [("0.01", _("1 in 100")), ("0.05", _("1 in 20")), ("0.1", _("1 in 10")), ("0.2", _("1 in 5"))]
_HOURS = [(0, _("Never")), (12, _("12 hours before")), (24, _("1 day before")), (48, _("2 days before"))]


class RoundForm(forms.Form):
    rule = forms.ChoiceField(
        label=_("Who comes first?"), widget=forms.RadioSelect, choices=list(RULES.items())
    )
    how_many = forms.ChoiceField(
        label=_("How many places?"),
        widget=forms.RadioSelect,
        choices=[
            ("seats", _("So many places")),
            ("risk", _("As many as the risk allows")),
            ("all", _("No limit: everybody who fits")),
        ],
    )
    seats = forms.IntegerField(
        label=_("Places to offer"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _SEATS),
    )
    risk = forms.ChoiceField(label=_("Risk that more come than it holds"), choices=_RISKS, initial="0.05")
    verified = forms.BooleanField(
        label=_("Only with a confirmed e-mail address"), required=False, initial=True
    )
    likelihood = forms.MultipleChoiceField(
        label=_("How sure?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(LIKELIHOODS.items()),
    )
    option = forms.ChoiceField(label=_("What suits them?"), required=False)
    via = forms.MultipleChoiceField(
        label=_("Where from?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    postcodes = forms.CharField(
        label=_("Postcodes that begin with"),
        required=False,
        max_length=200,
        help_text=_("Several with commas: 100, 112"),
    )
    distance = forms.IntegerField(required=False, min_value=1, max_value=20_000)
    has_waitlist = forms.BooleanField(
        label=_("Whoever fits and gets no place waits, in this order"), required=False, initial=True
    )
    reply_by = LocalMoment(
        label=_("Reply by"), error_messages={"required": _("Say until when people may reply.")}
    )
    reminds_hours = forms.TypedChoiceField(
        label=_("Remind who has not answered"), coerce=int, choices=_HOURS, initial=24
    )
    goes_on = forms.BooleanField(
        label=_("When a place comes free, invite the next in line by itself"), required=False, initial=True
    )
    goes_on_hours = forms.IntegerField(
        label=_("Hours to reply"), min_value=1, max_value=720, initial=24, required=False
    )
    goes_on_until_hours = forms.IntegerField(
        label=_("Until so many hours before doors"), min_value=0, max_value=720, initial=12, required=False
    )
    per_minute = forms.IntegerField(
        label=_("Mails a minute"),
        min_value=1,
        max_value=6000,
        initial=600,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _RATE),
        help_text=_("Slower is safer: many providers allow only so many an hour."),
    )

    def __init__(self, event: Event, decision: Decision, data: Any = None, wave: Wave | None = None) -> None:
        super().__init__(data, initial=initial_of(event, decision, wave))
        self.event, self.decision = event, decision
        self.languages = list(dict.fromkeys([event.language, *event.languages]))
        self._offer_filters()
        self._add_rows()
        for language in self.languages:
            self._add_texts(language)

    def _offer_filters(self) -> None:
        every = pgettext_lazy("filter", "All")
        groups = conditions(self.event)
        self._choices("option", [("", every), *groups.options])
        self._choices("via", [("-", _("Directly")), *groups.channels])
        reads = translation.get_language() or self.event.language
        countries = [(code, country_name(code, reads)) for code in groups.countries]
        self._choices("country", [("", every), *countries])
        label = _("At most so many miles away") if in_miles(self.event) else _("At most so many km away")
        self.fields["distance"].label = label
        self.questions: list[tuple[str, Question]] = []
        for question, choices in groups.questions:
            name = f"q{question.pk}"
            self.fields[name] = forms.MultipleChoiceField(
                label=question.label,
                required=False,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
            )
            self.questions.append((name, question))

    def _add_rows(self) -> None:
        """Terms of the score, and quota groups: a few rows, of which empty ones are left out."""
        pairs, numbers = said(self.event)
        for row in range(TERMS):
            self.fields[f"what_{row}"] = forms.ChoiceField(
                label=gettext("What they said"), required=False, choices=[("", "—"), *pairs, *numbers]
            )
            self.fields[f"points_{row}"] = forms.IntegerField(
                label=gettext("Points"), required=False, min_value=-100, max_value=100
            )
        for row in range(GROUPS):
            self.fields[f"name_{row}"] = forms.CharField(
                label=gettext("Name of the group"), required=False, max_length=60
            )
            self.fields[f"share_{row}"] = forms.IntegerField(
                label=gettext("Percent of the places"), required=False, min_value=1, max_value=100
            )
            self.fields[f"who_{row}"] = forms.ChoiceField(
                label=gettext("For those who said"), required=False, choices=[("", "—"), *pairs]
            )
            self.fields[f"near_{row}"] = forms.IntegerField(
                label=self.fields["distance"].label, required=False, min_value=1, max_value=20_000
            )

    def _add_texts(self, language: str) -> None:
        own = language == self.event.language
        self.fields[f"subject_{language}"] = forms.CharField(
            label=_TEXT["subject"],
            required=own,
            max_length=200,
            error_messages={"required": _MISSING["subject"]},
        )
        self.fields[f"text_{language}"] = forms.CharField(
            label=_TEXT["text"],
            required=own,
            max_length=20_000,
            widget=forms.Textarea(attrs={"rows": 10}),
            error_messages={"required": _MISSING["text"]},
            help_text=_("Markdown: **bold**, lists, [words of a link](https://…)."),
        )

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if self._limit() == "seats" and not given.get("seats") and "seats" not in self.errors:
            self.add_error("seats", _SEATS)
        if given.get("rule") == Wave.Rule.SCORE and not self._score():
            self.add_error("what_0", _("Say what gives points, and how many."))
        if given.get("reply_by") and not timezone.now() < self._reply_by() <= self.decision.doors_at:
            self.add_error("reply_by", _("Choose a moment that is still to come, and before doors."))
        for row in range(GROUPS):
            self._check_group(row)
        return given

    def _check_group(self, row: int) -> None:
        given = self.cleaned_data
        parts = [given.get(f"{name}_{row}") for name in ("name", "share")]
        who = given.get(f"who_{row}") or given.get(f"near_{row}")
        if any(parts) or who:
            for name, words in (("name", _("Name the group.")), ("share", _("Say how many percent."))):
                if not given.get(f"{name}_{row}"):
                    self.add_error(f"{name}_{row}", words)
            if not who:
                self.add_error(f"who_{row}", _("Say who belongs to the group."))

    def _limit(self) -> str:
        """Everybody has no limit, whatever was left chosen below it."""
        is_everybody = self.cleaned_data.get("rule") == Wave.Rule.EVERYBODY
        return "all" if is_everybody else str(self.cleaned_data.get("how_many"))

    def _score(self) -> list[dict[str, Any]]:
        found = []
        for row in range(TERMS):
            what, points = self.cleaned_data.get(f"what_{row}"), self.cleaned_data.get(f"points_{row}")
            if what and points:
                of, _sep, value = what.partition("=")
                found.append({"of": of, "value": value, "points": points})
        return found

    def _quotas(self) -> list[dict[str, Any]]:
        found = []
        for row in range(GROUPS):
            given = {name: self.cleaned_data.get(f"{name}_{row}") for name in _GROUP}
            if given["name"] and given["share"]:
                narrowing = as_narrowing(given["who"] or "")
                if given["near"]:
                    narrowing["kilometres"] = self._kilometres(given["near"])
                found.append({"name": given["name"], "share": given["share"], "narrowing": narrowing})
        return found

    def _kilometres(self, typed: int) -> float:
        return round(typed * MILE, 3) if in_miles(self.event) else float(typed)

    def _reply_by(self) -> dt.datetime:
        local: dt.datetime = self.cleaned_data["reply_by"]
        return local.replace(tzinfo=zone_of(self.decision)).astimezone(dt.UTC)

    def _narrowing(self) -> dict[str, Any]:
        given = self.cleaned_data
        found: dict[str, Any] = {"verified": given["verified"]}
        if given["likelihood"]:
            found["likelihood"] = given["likelihood"]
        if given["option"]:
            found["option"] = int(given["option"])
        if given["via"]:
            found["via"] = ["" if each == "-" else each for each in given["via"]]
        if given["country"]:
            found["country"] = given["country"]
        if codes := [code.strip() for code in given["postcodes"].split(",") if code.strip()]:
            found["postcodes"] = codes
        if given["distance"]:
            found["kilometres"] = self._kilometres(given["distance"])
        if answers := {name: given[name] for name, _question in self.questions if given[name]}:
            found["answers"] = answers
        return found

    @property
    def to_save(self) -> Fields:
        given, rule = self.cleaned_data, self.cleaned_data["rule"]
        limit = self._limit()
        return {
            "rule": rule,
            "narrowing": self._narrowing(),
            "score": self._score() if rule == Wave.Rule.SCORE else [],
            "quotas": self._quotas() if limit != "all" else [],
            "seats": given["seats"] if limit == "seats" else None,
            "risk": float(given["risk"]) if limit == "risk" else None,
            "has_waitlist": given["has_waitlist"],
            "reply_by": self._reply_by(),
            "reminds_hours": given["reminds_hours"],
            "texts": {
                language: {name: given[f"{name}_{language}"] for name in _TEXT} for language in self.languages
            },
            "per_minute": given["per_minute"],
            "goes_on": given["goes_on"],
            "goes_on_hours": given["goes_on_hours"] or 24,
            "goes_on_until_hours": 12
            if given["goes_on_until_hours"] is None
            else given["goes_on_until_hours"],
        }

    def say(self, refusal: Refusal) -> None:
        """What the verb refused, at the field that it is about."""
        if isinstance(refusal, UnknownPlaceholders):
            names = ", ".join(f"{{{name}}}" for name in refusal.names)
            words = _("Nothing can be filled in for %(names)s. Use one of the words listed below the text.")
            self.add_error(f"{refusal.field}_{refusal.language}", words % {"names": names})
        elif isinstance(refusal, NothingWritten):
            self.add_error(f"{refusal.field}_{refusal.language}", _MISSING[refusal.field])
        elif isinstance(refusal, TooManyShares):
            self.add_error("share_0", _("Together the groups have more than all places. Give them less."))
        else:
            self.add_error(None, _("These invitations are being sent already and cannot be changed."))

    # What the template draws, part by part.

    @property
    def filters(self) -> list[forms.BoundField]:
        return [self[name] for name in ("option", "country", "postcodes", "distance")]

    @property
    def many_filters(self) -> list[forms.BoundField]:
        return [self["likelihood"], self["via"]]

    @property
    def answer_filters(self) -> list[forms.BoundField]:
        return [self[name] for name, _question in self.questions]

    @property
    def asks_for_answers(self) -> bool:
        return any(field.value() for field in self.answer_filters)

    @property
    def terms(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"what_{row}"], self[f"points_{row}"]) for row in range(TERMS)]

    @property
    def groups(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}_{row}"] for name in _GROUP] for row in range(GROUPS)]

    @property
    def has_groups(self) -> bool:
        return any(field.value() for group in self.groups for field in group)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[f"{name}_{self.event.language}"] for name in _TEXT]

    @property
    def other_languages(self) -> list[dict[str, Any]]:
        names = dict(settings.LANGUAGES)
        return [
            {
                "code": language,
                "name": names.get(language, language),
                "fields": [self[f"{name}_{language}"] for name in _TEXT],
            }
            for language in self.languages
            if language != self.event.language
        ]
