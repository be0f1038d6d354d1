"""The form as a page shows it: each field with its label, its choices, and what would be said about it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from turnout.events.compile_form import compile_form
from turnout.events.consent import consent_text
from turnout.events.models import Event, Question
from turnout.interest import in_words
from turnout.interest.news_words import news_wording
from turnout.interest.option_words import option_label
from turnout.interest.sentences import sentence
from turnout.rules.form import LONGEST_NAME, LONGEST_POSTCODE, Problem
from turnout.rules.questions import LONGEST

Fields = Mapping[str, Sequence[str]]

# So many stand side by side; more of them are a list to choose from.
MOST_PARTY_BUTTONS = 6
NUMBER_STEP = "any"


@dataclass(frozen=True)
class Choice:
    id: str
    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Field:
    """One field. `says` has a sentence for each code that may be found wrong with it."""

    name: str
    kind: str
    label: str
    hint: str = ""
    required: bool = True
    choices: tuple[Choice, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    error: str = ""
    most: int | None = None
    only_if: str = ""
    shown_if: str = ""
    shown_is: str = ""

    @property
    def id(self) -> str:
        return f"to-{self.name}"

    @property
    def is_group(self) -> bool:
        return bool(self.choices) and self.kind != "select"

    @property
    def described_by(self) -> str:
        there = [("hint", self.hint), ("only-if", self.only_if), ("error", self.error)]
        return " ".join(f"{self.id}-{name}" for name, text in there if text)


@dataclass(frozen=True)
class Sight:
    """Whose eyes the form is made for, and what they have typed already."""

    event: Event
    language: str
    typed: Fields = field(default_factory=dict)
    today: Any = None

    def last(self, name: str, default: str = "") -> str:
        return (self.typed.get(name) or [default])[-1]

    def says(self, name: str, codes: Mapping[str, Mapping[str, Any]], question: str = "") -> dict[str, str]:
        return {
            code: sentence(Problem(name, code, dict(facts)), question, self.language)
            for code, facts in codes.items()
        }


def form_fields(sight: Sight, problems: Collection[Problem] = ()) -> list[Field]:
    """All fields in the order in which they are asked, with what was typed and what is wrong."""
    wrong = {problem.field: problem for problem in reversed(list(problems))}
    labels = {f"q{each.pk}": _text(each, "label", sight.language) for each in sight.event.open_questions()}
    return [
        replace(each, error=sentence(wrong[each.name], labels.get(each.name, ""), sight.language))
        if each.name in wrong
        else each
        for each in _asked(sight)
    ]


def _asked(sight: Sight) -> list[Field]:
    fields = [_name(sight), _email(sight), _likelihood(sight)]
    if sight.event.party_max > 1:
        fields.append(_party(sight))
    fields += [_country(sight), _postcode(sight)]
    if len(sight.event.open_options()) > 1:
        fields.append(_options(sight))
    fields += _questions(sight)
    if sight.event.least_age is not None:
        fields.append(_age(sight, sight.event.least_age))
    return [*fields, _consent(sight), _news(sight)]


def _choices(name: str, offered: Sequence[tuple[str, str]], chosen: Collection[str]) -> tuple[Choice, ...]:
    """The first has the field's own id: links of the error summary lead there."""
    return tuple(
        Choice(f"to-{name}" + (f"-{number}" if number else ""), value, label, value in chosen)
        for number, (value, label) in enumerate(offered)
    )


def _name(sight: Sight) -> Field:
    longest = {"longest": LONGEST_NAME}
    return Field(
        "name",
        "text",
        _("Your name"),
        attributes={"autocomplete": "name", "maxlength": str(LONGEST_NAME)},
        says=sight.says("name", {"missing": {}, "too_long": longest}),
        value=sight.last("name"),
    )


def _email(sight: Sight) -> Field:
    return Field(
        "email",
        "email",
        _("E-mail"),
        hint=_("Only %(host)s sees it.") % {"host": sight.event.organisation.name},
        attributes={"autocomplete": "email", "inputmode": "email", "spellcheck": "false", "maxlength": "254"},
        says=sight.says("email", {"missing": {}, "not_an_address": {}}),
        value=sight.last("email"),
    )


def _likelihood(sight: Sight) -> Field:
    offered = [
        ("definitely", pgettext("likelihood", "Definitely")),
        ("probably", pgettext("likelihood", "Probably")),
        ("maybe", pgettext("likelihood", "Maybe")),
    ]
    return Field(
        "likelihood",
        "choices",
        _("Would you come?"),
        choices=_choices("likelihood", offered, sight.typed.get("likelihood", ())),
        says=sight.says("likelihood", {"missing": {}}),
    )


def _party(sight: Sight) -> Field:
    greatest = sight.event.party_max
    offered = [(str(number), str(number)) for number in range(1, greatest + 1)]
    return Field(
        "party",
        "buttons" if greatest <= MOST_PARTY_BUTTONS else "select",
        _("People, including you"),
        choices=_choices("party", offered, sight.typed.get("party", ())),
        says=sight.says("party", {"missing": {}}),
    )


def _country(sight: Sight) -> Field:
    return Field(
        "country",
        "select",
        _("Country"),
        choices=_choices(
            "country", in_words.countries(sight.language), [sight.last("country", sight.event.country)]
        ),
        attributes={"autocomplete": "country"},
        says=sight.says("country", {"missing": {}}),
    )


def _postcode(sight: Sight) -> Field:
    in_the_states = sight.event.country == "US"
    return Field(
        "postcode",
        "text",
        _("ZIP code") if in_the_states else _("Postcode"),
        required=False,
        attributes={"autocomplete": "postal-code", "maxlength": str(LONGEST_POSTCODE)},
        says=sight.says("postcode", {"too_long": {"longest": LONGEST_POSTCODE}}),
        value=sight.last("postcode"),
    )


def _options(sight: Sight) -> Field:
    offered = [
        (str(option.pk), option_label(option, sight.event, sight.language, sight.today))
        for option in sight.event.open_options()
    ]
    return Field(
        "option",
        "several",
        _("What would suit you?"),
        hint=_("Choose all that would."),
        choices=_choices("option", offered, sight.typed.get("option", ())),
        says=sight.says("option", {"missing": {}}),
    )


def _age(sight: Sight, least: int) -> Field:
    label = ngettext("I am at least %(age)s year old.", "I am at least %(age)s years old.", least)
    return Field(
        "age",
        "check",
        label % {"age": least},
        choices=_choices("age", [("yes", label % {"age": least})], sight.typed.get("age", ())),
        says=sight.says("age", {"missing": {"least": least}}),
    )


def _consent(sight: Sight) -> Field:
    label = consent_text(sight.event, sight.language)
    return Field(
        "consent",
        "check",
        label,
        choices=_choices("consent", [("yes", label)], sight.typed.get("consent", ())),
        says=sight.says("consent", {"missing": {}}),
    )


def _news(sight: Sight) -> Field:
    """A consent of its own: nobody has to give it, and it is never given for them."""
    label = news_wording(sight.event.organisation, sight.language)
    return Field(
        "news",
        "check",
        label,
        required=False,
        choices=_choices("news", [("yes", label)], sight.typed.get("news", ())),
    )


def _questions(sight: Sight) -> list[Field]:
    compiled = {each["id"]: each for each in compile_form(sight.event)["questions"]}
    questions = sight.event.open_questions()
    by_id = {question.pk: question for question in questions}
    return [_question(sight, question, compiled[question.pk], by_id) for question in questions]


def _question(
    sight: Sight, question: Question, compiled: Mapping[str, Any], by_id: Mapping[int, Question]
) -> Field:
    name, label = f"q{question.pk}", _text(question, "label", sight.language)
    kind = question.kind
    offered = _offered(question, sight.language)
    condition = compiled["show_if"] or {}
    asked_first = by_id.get(condition.get("question", 0))
    return Field(
        name,
        {"one": "choices", "yesno": "choices"}.get(kind, kind),
        label,
        hint=_text(question, "hint", sight.language),
        required=question.required,
        choices=_choices(name, offered, sight.typed.get(name, ())),
        attributes=_attributes(kind, compiled["limits"]),
        says=sight.says(name, _codes(kind, compiled), label),
        value="" if offered else sight.last(name),
        most=compiled["limits"].get("most"),
        only_if=_only_if(asked_first, condition, sight.language) if asked_first else "",
        shown_if=f"q{asked_first.pk}" if asked_first else "",
        shown_is=" ".join(condition.get("is", ())),
    )


def _text(question: Question, name: str, language: str) -> str:
    return str(question.translations.get(language, {}).get(name) or getattr(question, name))


def _offered(question: Question, language: str) -> list[tuple[str, str]]:
    if question.kind == Question.Kind.YESNO:
        return [("yes", pgettext("answer", "Yes")), ("no", pgettext("answer", "No"))]
    return [
        (choice["id"], choice.get("translations", {}).get(language) or choice["label"])
        for choice in question.open_choices()
    ]


def _attributes(kind: str, limits: Mapping[str, Any]) -> dict[str, str]:
    if kind in LONGEST:
        return {"maxlength": str(limits.get("longest") or LONGEST[kind])}
    names = {"least": "min", "greatest": "max"}
    found = {names[name]: str(value) for name, value in limits.items() if name in names}
    return {**found, "step": NUMBER_STEP, "inputmode": "decimal"} if kind == "number" else found


def _codes(kind: str, compiled: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What may be found wrong with such a question, and the facts of it that are known beforehand."""
    limits = compiled["limits"]
    codes: dict[str, dict[str, Any]] = {"missing": {}} if compiled["required"] else {}
    if kind in LONGEST:
        codes["too_long"] = {"longest": limits.get("longest") or LONGEST[kind]}
    elif kind in {"number", "date"}:
        codes[f"not_a_{kind}"] = {}
        if limits:
            codes["out_of_range"] = {"least": limits.get("least"), "greatest": limits.get("greatest")}
    elif "most" in limits:
        codes["too_many"] = {"most": limits["most"]}
    return codes


def _only_if(asked_first: Question, condition: Mapping[str, Any], language: str) -> str:
    """For readers without script, who see every question."""
    labels = [label for value, label in _offered(asked_first, language) if value in condition["is"]]
    return _("Only if your answer to “%(question)s” is %(answers)s.") % {
        "question": _text(asked_first, "label", language),
        "answers": in_words.one_of([f"“{label}”" for label in labels], language),
    }
