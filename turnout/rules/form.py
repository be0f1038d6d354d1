"""What a fan may answer: one check of a submission, for the rush path and for the Django page alike.

Pure: plain values in and out. A form is compiled once per version (events.compile_form makes the
plain mapping, `Form.of` reads it) and checks any number of submissions.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from turnout.rules import email_address
from turnout.rules.countries import COUNTRIES
from turnout.rules.questions import Facts, Question, Unfit, Value
from turnout.rules.source import channel_for, source_of
from turnout.rules.text import is_visible, one_line
from turnout.rules.urlencoded import Malformed, parse

__all__ = ["Answer", "Form", "Malformed", "Problem", "Unacceptable", "parse"]

Fields = Mapping[str, Sequence[str]]

LONGEST_NAME = 120
LONGEST_POSTCODE = 16
LIKELIHOODS = frozenset({"definitely", "probably", "maybe"})
_NOTHING = ("",)
_SUBMISSION = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a field cannot be taken; whoever faces the person makes the sentence of it."""

    field: str
    code: str
    facts: Facts


class Unacceptable(ValueError):
    """The submission has problems, in the order of the form's fields."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{problem.field} {problem.code}" for problem in problems))
        self.problems = problems


class Answer(NamedTuple):
    """A submission that was found good, as it is stored."""

    name: str
    email: str
    email_key: str
    likelihood: str
    party: int
    country: str
    postcode: str
    options: tuple[int, ...]
    answers: dict[str, Value]
    via: str
    language: str
    form_version: int
    submission: str | None
    source: str = ""
    wants_news: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One version of an event's form, ready to check submissions."""

    event: int
    version: int
    party_max: int
    least_age: int | None
    options: Mapping[str, int]
    questions: tuple[Question, ...]

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Form":
        return cls(
            event=plain["event"],
            version=plain["version"],
            party_max=plain["party_max"],
            least_age=plain["least_age"],
            options={str(option): option for option in plain["option_ids"]},
            questions=tuple(map(Question.of, plain["questions"])),
        )

    def check(
        self,
        fields: Fields,
        *,
        channels: Collection[str],
        languages: Collection[str],
        sources: Mapping[str, str] = MappingProxyType({}),
    ) -> Answer:
        """The answer, where all of it can be taken; the first language is the event's own.

        `sources` names the channels that stand for a source. Of a field that was sent more than once,
        the last counts. Raises Unacceptable.
        """
        check = _Check(self, fields)
        source = source_of(check.last("source"))
        via = channel_for(check.last("via"), source, channels, sources)
        return check.answer(via, "" if via else source, languages)


class _Check:
    """One submission on its way through a form; collects what is wrong with it."""

    __slots__ = ("fields", "form", "problems")

    def __init__(self, form: Form, fields: Fields) -> None:
        self.form = form
        self.fields = fields
        self.problems: list[Problem] = []

    def answer(self, via: str, source: str, languages: Collection[str]) -> Answer:
        name = self._name()
        email, email_key = self._email()
        likelihood = self._likelihood()
        party = self._party()
        country = self._country()
        postcode = self._postcode()
        options = self._options()
        answers = self._answers()
        self._agreements()
        if self.problems:
            raise Unacceptable(tuple(self.problems))
        language = self.last("lang")
        return Answer(
            name,
            email,
            email_key,
            likelihood,
            party,
            country,
            postcode,
            options,
            answers,
            via,
            language if language in languages else next(iter(languages)),
            self.form.version,
            submission_of(self.last("submission")),
            source,
            self.last("news") == "yes",
        )

    def last(self, field: str) -> str:
        return self.fields.get(field, _NOTHING)[-1]

    def _refuse(self, field: str, code: str, **facts: Any) -> None:
        self.problems.append(Problem(field, code, facts))

    def _name(self) -> str:
        name = one_line(self.last("name"))
        if not name or not is_visible(name):
            self._refuse("name", "missing")
        elif len(name) > LONGEST_NAME:
            self._refuse("name", "too_long", longest=LONGEST_NAME)
        return name

    def _email(self) -> tuple[str, str]:
        email = self.last("email").strip()
        if not email:
            self._refuse("email", "missing")
            return "", ""
        try:
            return email, email_address.key_of(email)
        except email_address.NotAnAddress:
            self._refuse("email", "not_an_address")
            return "", ""

    def _likelihood(self) -> str:
        likelihood = self.last("likelihood")
        if likelihood not in LIKELIHOODS:
            self._refuse("likelihood", "not_a_choice" if likelihood else "missing")
        return likelihood

    def _party(self) -> int:
        given = self.last("party").strip()
        greatest = self.form.party_max
        if not given:
            if greatest > 1:
                self._refuse("party", "missing")
            return 1
        # Few digits only: what is longer is out of range anyway, and not worth computing.
        party = int(given) if len(given) < 4 and given.isascii() and given.isdigit() else 0
        if not 1 <= party <= greatest:
            self._refuse("party", "out_of_range", least=1, greatest=greatest)
        return party

    def _country(self) -> str:
        country = self.last("country").strip()
        if country not in COUNTRIES:
            country = country.upper()
            if country not in COUNTRIES:
                self._refuse("country", "not_a_choice" if country else "missing")
        return country

    def _postcode(self) -> str:
        postcode = one_line(self.last("postcode"))
        if len(postcode) > LONGEST_POSTCODE:
            self._refuse("postcode", "too_long", longest=LONGEST_POSTCODE)
        return postcode

    def _options(self) -> tuple[int, ...]:
        """In the form's order. A single option is not asked about: who answers at all means it."""
        offered = self.form.options
        if len(offered) < 2:
            return tuple(offered.values())
        chosen = {option for option in self.fields.get("option", ()) if option}
        if not chosen:
            self._refuse("option", "missing")
        elif not chosen <= offered.keys():
            self._refuse("option", "not_a_choice")
        return tuple(number for option, number in offered.items() if option in chosen)

    def _answers(self) -> dict[str, Value]:
        answers: dict[str, Value] = {}
        for question in self.form.questions:
            if question.is_asked(answers):
                try:
                    value = question.check(self.fields.get(question.field, _NOTHING))
                except Unfit as unfit:
                    self.problems.append(Problem(question.field, unfit.code, unfit.facts))
                    continue
                if value or value == 0:
                    answers[question.field] = value
                elif question.required:
                    self._refuse(question.field, "missing")
        return answers

    def _agreements(self) -> None:
        if self.form.least_age is not None and self.last("age") != "yes":
            self._refuse("age", "missing", least=self.form.least_age)
        if self.last("consent") != "yes":
            self._refuse("consent", "missing")


def submission_of(given: str) -> str | None:
    """The script's UUID as 32 hexadecimal digits; None where it is absent or something else."""
    digits = given.replace("-", "").lower() if len(given) <= 36 else ""
    return digits if _SUBMISSION.fullmatch(digits) else None
