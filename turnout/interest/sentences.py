"""What is said to a fan about a field that cannot be taken as it is."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from turnout.interest import in_words
from turnout.rules.form import Problem

SENTENCES: dict[tuple[str, str], Promise] = {
    ("name", "missing"): _("Enter your name."),
    ("name", "too_long"): _("Your name must have %(longest)s characters or fewer."),
    ("email", "missing"): _("Enter your e-mail address."),
    ("email", "not_an_address"): _("Enter an e-mail address such as name@example.com."),
    ("likelihood", "missing"): _("Say whether you would come."),
    ("likelihood", "not_a_choice"): _("Say whether you would come."),
    ("party", "missing"): _("Say how many you would be."),
    ("party", "out_of_range"): _("Choose a number of people from %(least)s to %(greatest)s."),
    ("country", "missing"): _("Choose your country."),
    ("country", "not_a_choice"): _("Choose your country."),
    ("postcode", "too_long"): _("Your postcode must have %(longest)s characters or fewer."),
    ("option", "missing"): _("Choose at least one that would suit you."),
    ("option", "not_a_choice"): _("One of these is no longer offered. Choose again."),
    ("consent", "missing"): _("Tick the box if we may keep your answer."),
}
OF_QUESTIONS: dict[str, Promise] = {
    "missing": _("Answer “%(question)s”."),
    "too_long": _("Your answer to “%(question)s” must have %(longest)s characters or fewer."),
    "not_a_choice": _("Choose one of the answers to “%(question)s”."),
    "not_a_number": _("Answer “%(question)s” with a number, such as 12."),
    "not_a_date": _("Answer “%(question)s” with a date."),
}


def sentence(problem: Problem, question: str, language: str) -> str:
    """In the active language, which `language` names. `question` is the label of an organiser's question."""
    facts = dict(problem.facts)
    if problem.field == "age":
        return ngettext(
            "Only people of %(least)s year or older can answer. Tick the box if you are.",
            "Only people of %(least)s years or older can answer. Tick the box if you are.",
            facts["least"],
        ) % {"least": facts["least"]}
    if own := SENTENCES.get((problem.field, problem.code)):
        return str(own) % facts
    if problem.code == "too_many":
        return ngettext(
            "Choose %(most)s answer to “%(question)s”.",
            "Choose up to %(most)s answers to “%(question)s”.",
            facts["most"],
        ) % {**facts, "question": question}
    if problem.code == "out_of_range":
        return _out_of_range(facts, language) % {"question": question, **_bounds(facts, language)}
    return str(OF_QUESTIONS.get(problem.code, OF_QUESTIONS["missing"])) % {**facts, "question": question}


def _out_of_range(facts: Mapping[str, Any], language: str) -> str:
    least, greatest = facts.get("least"), facts.get("greatest")
    dated = isinstance(least or greatest, str)
    if least is None:
        up_to = _("The date for “%(question)s” must be %(greatest)s or before.")
        return str(up_to if dated else _("The number for “%(question)s” must be %(greatest)s or less."))
    if greatest is None:
        since = _("The date for “%(question)s” must be %(least)s or after.")
        return str(since if dated else _("The number for “%(question)s” must be %(least)s or more."))
    if dated:
        return str(_("The date for “%(question)s” must be from %(least)s to %(greatest)s."))
    return str(_("The number for “%(question)s” must be from %(least)s to %(greatest)s."))


def _bounds(facts: Mapping[str, Any], language: str) -> dict[str, str]:
    return {name: _bound(value, language) for name, value in facts.items() if value is not None}


def _bound(value: Any, language: str) -> str:
    return in_words.date_of(value, language) if isinstance(value, str) else in_words.number(value, language)
