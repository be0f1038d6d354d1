"""The form of a mail to many: its texts, to whom, and how fast."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from turnout.desk.narrowing import NONE
from turnout.desk.words import LIKELIHOODS
from turnout.events.models import Event
from turnout.interest.option_words import option_label
from turnout.mailings.models import Mailing
from turnout.mailings.refusals import NothingWritten, UnknownPlaceholders
from turnout.mailings.save_mailing import Fields
from turnout.rules.refusal import Refusal

_FILTER = ("verified", "likelihood", "option", "via")
_TEXT = {"subject": _("Subject"), "text": _("Text")}
_RATE = _("Give a whole number from 1 to 6,000.")
_MISSING = {"subject": _("Write a subject."), "text": _("Write the text of the mail.")}


class MailingForm(forms.Form):
    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[
            (Mailing.About.EVENT, _("This event: everybody who answered agreed to hear of it")),
            (
                Mailing.About.NEWS,
                _("Something else of yours: only those who asked for news, of all your events"),
            ),
        ],
        widget=forms.RadioSelect,
        initial=Mailing.About.EVENT,
    )
    verified = forms.ChoiceField(label=_("E-mail"), required=False)
    likelihood = forms.ChoiceField(label=_("How sure?"), required=False)
    option = forms.ChoiceField(label=_("What suits them?"), required=False)
    via = forms.ChoiceField(label=_("Where from?"), required=False)
    per_minute = forms.IntegerField(
        label=_("Mails a minute"),
        min_value=1,
        max_value=6000,
        initial=600,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _RATE),
        help_text=_("Slower is safer: many providers allow only so many an hour."),
    )

    def __init__(self, event: Event, data: Any = None, mailing: Mailing | None = None) -> None:
        super().__init__(data, initial=_initial(mailing))
        self.event = event
        self.languages = list(dict.fromkeys([event.language, *event.languages]))
        for language in self.languages:
            own = language == event.language
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
                widget=forms.Textarea(attrs={"rows": 12}),
                error_messages={"required": _MISSING["text"]},
                help_text=_("Markdown: **bold**, lists, [words of a link](https://…)."),
            )
        self._offer("verified", [("yes", _("Confirmed")), ("no", _("Not confirmed"))])
        self._offer("likelihood", LIKELIHOODS.items())
        shown, today = get_language() or event.language, event.created_at.date()
        self._offer(
            "option",
            [(str(each.pk), option_label(each, event, shown, today)) for each in event.options.all()],
        )
        self._offer(
            "via", [(NONE, _("Directly")), *((each.code, each.name) for each in event.channels.all())]
        )

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = [("", pgettext_lazy("filter", "All")), *choices]

    @property
    def narrowing_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in _FILTER]

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
                "open": any(self[f"{name}_{language}"].value() for name in _TEXT),
            }
            for language in self.languages
            if language != self.event.language
        ]

    @property
    def to_save(self) -> Fields:
        given = self.cleaned_data
        return {
            "about": given["about"],
            "texts": {
                language: {name: given[f"{name}_{language}"] for name in _TEXT} for language in self.languages
            },
            "narrowing": {name: given[name] for name in _FILTER if given[name]},
            "per_minute": given["per_minute"],
        }

    def say(self, refusal: Refusal) -> None:
        """What the verb refused, at the field that it is about."""
        if isinstance(refusal, UnknownPlaceholders):
            names = ", ".join(f"{{{name}}}" for name in refusal.names)
            words = _("Nothing can be filled in for %(names)s. Use one of the words listed below the text.")
            self.add_error(f"{refusal.field}_{refusal.language}", words % {"names": names})
        elif isinstance(refusal, NothingWritten):
            self.add_error(f"{refusal.field}_{refusal.language}", _MISSING[refusal.field])
        else:
            self.add_error(None, _("This mail is being sent already and cannot be changed."))


def _initial(mailing: Mailing | None) -> dict[str, Any]:
    if mailing is None:
        return {"verified": "yes"}
    texts = {
        f"{name}_{language}": words
        for language, fields in mailing.texts.items()
        for name, words in fields.items()
    }
    return {"about": mailing.about, "per_minute": mailing.per_minute, **mailing.narrowing, **texts}
