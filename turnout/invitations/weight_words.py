"""By what the entries of a draw weigh, in words: at the desk, on the draw's page, and in its record."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from turnout.events.models import Event, Question
from turnout.interest import in_words
from turnout.invitations.likely_words import LIKELY
from turnout.rules.weights import BEEN_BEFORE, LIKELIHOOD, Weights


def asked(event: Event, by: str, language: str) -> str:
    """What was asked, or is known, in that language, which must be the active one."""
    if by == LIKELIHOOD:
        return _("Would you come?")
    if by == BEEN_BEFORE:
        return _("Have they been at an earlier event?")
    question = _question(event, by)
    if question is None:
        return by
    return str(question.translations.get(language, {}).get("label") or question.label)


def rows(event: Event, weights: Weights, language: str) -> list[tuple[str, int]]:
    """Each answer with its weight, the heaviest first."""
    # A database may keep them in an order of its own.
    heaviest = sorted(weights.values.items(), key=lambda each: (-each[1], each[0]))
    return [(_answer(event, weights.by, value, language), weight) for value, weight in heaviest]


def sentence(event: Event, weights: Weights) -> str:
    """For readers of the record, in the event's language; empty where all weigh the same."""
    if not weights.values:
        return ""
    with override(event.language):
        pairs = [f"“{answer}” {weight}" for answer, weight in rows(event, weights, event.language)]
        facts = {
            "question": asked(event, weights.by, event.language),
            "weights": in_words.listed(pairs, event.language),
        }
        return _("By the answer to “%(question)s” entries weigh: %(weights)s; every other weighs 1.") % facts


# Of any text in a record.
LONGEST_RULE = 2_000


def rule_in_record(event: Event, rule: str, weights: Weights) -> str:
    """What is committed to: the organiser's words, and by what entries weigh."""
    return " ".join(filter(None, (rule, sentence(event, weights))))


def _answer(event: Event, by: str, value: str, language: str) -> str:
    if by == LIKELIHOOD and value in LIKELY:
        return str(LIKELY[value])
    question = _question(event, by)
    if by == BEEN_BEFORE or (question and question.kind == Question.Kind.YESNO):
        return _("Yes") if value == "yes" else _("No")
    choices = {each["id"]: each for each in question.choices} if question else {}
    choice = choices.get(value, {})
    return str(choice.get("translations", {}).get(language) or choice.get("label") or value)


def _question(event: Event, by: str) -> Question | None:
    return next((each for each in event.questions.all() if f"q{each.pk}" == by), None)
