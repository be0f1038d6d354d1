from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from turnout.desk import rows
from turnout.desk.choices import language_names, offer
from turnout.events.models import Event, Question
from turnout.events.question_fields import CHOOSING, DECIDING, QuestionFields
from turnout.rules.questions import LONGEST

Kind = Question.Kind
KINDS = {
    Kind.SHORT: (_("Short text"), _("A name, a wish in a few words.")),
    Kind.LONG: (_("Long text"), _("Several lines.")),
    Kind.ONE: (_("One of"), _("One choice from a list.")),
    Kind.SEVERAL: (_("Several of"), _("Any number of choices from a list.")),
    Kind.NUMBER: (pgettext_lazy("question", "Number"), _("A count or an amount.")),
    Kind.DATE: (pgettext_lazy("question", "Date"), _("A day in the calendar.")),
    Kind.YESNO: (_("Yes or no"), _("The quickest to answer.")),
}


class ChoiceForm(forms.Form):
    """One choice of a question, with its labels in the event's other languages."""

    id = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    label = forms.CharField(label=_("Choice"), max_length=120, required=False)

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        names = dict(language_names())
        for code in languages:
            self.fields[f"label_{code}"] = forms.CharField(
                label=names[code],
                max_length=120,
                required=False,
                widget=forms.TextInput(attrs={"lang": code}),
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if not given.get("label") and any(given.get(f"label_{code}") for code in self.languages):
            self.add_error("label", gettext("Write the choice in the event's own language, too."))
        return given

    def choice(self) -> dict[str, Any]:
        given = self.cleaned_data
        translations = {code: given[f"label_{code}"] for code in self.languages}
        return {"id": given["id"], "label": given["label"], "translations": translations}

    def translation_fields(self) -> list[forms.BoundField]:
        return [self[f"label_{code}"] for code in self.languages]


class QuestionForm(forms.Form):
    label = forms.CharField(
        label=_("Question"),
        max_length=200,
        error_messages={"required": _("Write the question.")},
        help_text=_("As people read it: “Will you bring children?”"),
    )
    hint = forms.CharField(
        label=_("Hint"), max_length=300, required=False, help_text=_("A short help under the question.")
    )
    required = forms.BooleanField(
        label=_("An answer is needed"),
        required=False,
        help_text=_("Each needed answer costs you some people. Ask only what you will use."),
    )
    longest = forms.IntegerField(label=_("Most characters"), min_value=1, required=False)
    most = forms.IntegerField(
        label=_("Most choices"), min_value=1, required=False, help_text=_("Empty: as many as people like.")
    )
    least = forms.FloatField(label=pgettext_lazy("number", "Least"), required=False)
    greatest = forms.FloatField(label=pgettext_lazy("number", "Greatest"), required=False)
    earliest = forms.DateField(
        label=_("Earliest"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    latest = forms.DateField(
        label=_("Latest"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    show_if = forms.MultipleChoiceField(
        label=_("Show it only when"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        event: Event,
        kind: str,
        question: Question | None = None,
        earlier: Sequence[Question] = (),
    ) -> None:
        self.event, self.kind, self.stands, self.earlier = event, Kind(kind), question, earlier
        super().__init__(data, initial=_initial(question) if question else {})
        for name in set(_LIMIT_FIELDS) - set(_LIMITS[self.kind]):
            del self.fields[name]
        if self.kind in LONGEST:
            self.fields["longest"].help_text = gettext("%s where it is empty.") % LONGEST[self.kind]
        for name, label in (("label", _("Question")), ("hint", _("Hint"))):
            for code, language in self.others():
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{label} · {language}",
                    max_length=self.fields[name].max_length,  # type: ignore[attr-defined]
                    required=False,
                    widget=forms.TextInput(attrs={"lang": code}),
                )
        self._offer_conditions()
        self.choices = self._choice_forms() if self.kind in CHOOSING else []

    def others(self) -> list[tuple[str, str]]:
        return [(code, name) for code, name in language_names() if code in self.event.languages]

    def _offer_conditions(self) -> None:
        conditions = [
            (f"{question.pk}:{value}", f"{question.label} → {label}")
            for question in self.earlier
            if question.kind in DECIDING
            for value, label in answers_of(question)
        ]
        if conditions:
            offer(self, "show_if", conditions)
        else:
            del self.fields["show_if"]

    def _choice_forms(self) -> list[ChoiceForm]:
        codes = self.event.languages
        if self.is_bound:
            count = rows.count_of(self.data, "choice")
            return [ChoiceForm(self.data, prefix=f"choice-{row}", languages=codes) for row in range(count)]
        initials = [_choice_initial(choice) for choice in self._stored_choices()] or [{}, {}]
        return [
            ChoiceForm(prefix=f"choice-{row}", languages=codes, initial=initial)
            for row, initial in enumerate(initials)
        ]

    def blank_choice(self) -> ChoiceForm:
        """The row that a script copies; `__` becomes its number."""
        return ChoiceForm(prefix="choice-__", languages=self.event.languages)

    def is_valid(self) -> bool:
        # Each of them, so that every mistake is shown at once.
        return all([super().is_valid(), *[form.is_valid() for form in self.choices]])

    def clean_show_if(self) -> dict[str, Any]:
        chosen = [value.split(":", 1) for value in self.cleaned_data["show_if"]]
        questions = {int(question) for question, _value in chosen}
        if len(questions) > 1:
            raise forms.ValidationError(gettext("Choose answers of one question only."))
        return {"question": questions.pop(), "is": [value for _question, value in chosen]} if chosen else {}

    def question(self) -> QuestionFields:
        """What was typed, for the verbs."""
        given = self.cleaned_data
        fields = QuestionFields(
            label=given["label"],
            hint=given["hint"],
            required=given["required"],
            limits={_LIMIT_FIELDS[name]: _plain(given[name]) for name in _LIMITS[self.kind]},
            show_if=given.get("show_if", {}),
            translations=self._stored_translations()
            | {
                code: {name: given[f"{name}_{code}"] for name in ("label", "hint")}
                for code, _language in self.others()
            },
        )
        if self.kind in CHOOSING:
            stored = {choice["id"]: choice.get("translations", {}) for choice in self._stored_choices()}
            given_choices = [form.choice() for form in self.choices if form.cleaned_data.get("label")]
            fields["choices"] = [_with_stored(choice, stored) for choice in given_choices]
        return fields

    def _stored_translations(self) -> dict[str, dict[str, str]]:
        return dict(self.stands.translations) if self.stands else {}

    def _stored_choices(self) -> list[dict[str, Any]]:
        return self.stands.open_choices() if self.stands else []

    def limit_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in _LIMITS[self.kind]]

    def translation_fields(self) -> list[forms.BoundField]:
        return [self[f"{name}_{code}"] for code, _name in self.others() for name in ("label", "hint")]


# The form's field → the limit that it sets.
_LIMIT_FIELDS = {
    "longest": "longest",
    "most": "most",
    "least": "least",
    "greatest": "greatest",
    "earliest": "least",
    "latest": "greatest",
}
_LIMITS: dict[str, tuple[str, ...]] = {
    Kind.SHORT: ("longest",),
    Kind.LONG: ("longest",),
    Kind.ONE: (),
    Kind.SEVERAL: ("most",),
    Kind.NUMBER: ("least", "greatest"),
    Kind.DATE: ("earliest", "latest"),
    Kind.YESNO: (),
}


def _with_stored(choice: dict[str, Any], stored: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Labels in languages that the event does not offer at the moment stay as they are."""
    return choice | {"translations": stored.get(choice["id"], {}) | choice["translations"]}


def _plain(value: Any) -> Any:
    """Whole numbers as whole numbers; dates as the text that limits keep."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def answers_of(question: Question) -> list[tuple[str, str]]:
    if question.kind == Kind.YESNO:
        return [("yes", gettext("Yes")), ("no", gettext("No"))]
    return [(choice["id"], choice["label"]) for choice in question.open_choices()]


def _initial(question: Question) -> dict[str, Any]:
    plain: dict[str, Any] = {name: getattr(question, name) for name in ("label", "hint", "required")}
    plain |= {name: question.limits.get(_LIMIT_FIELDS[name]) for name in _LIMITS[question.kind]}
    for code, texts in question.translations.items():
        plain |= {f"{name}_{code}": text for name, text in texts.items()}
    condition = question.show_if
    if condition:
        plain["show_if"] = [f"{condition['question']}:{value}" for value in condition["is"]]
    return plain


def _choice_initial(choice: dict[str, Any]) -> dict[str, Any]:
    labels = {f"label_{code}": text for code, text in choice.get("translations", {}).items()}
    return {"id": choice["id"], "label": choice["label"]} | labels
