"""Past events in words: what people had said, and what is wrong with a line."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from turnout.desk.words import LIKELIHOODS
from turnout.interest.in_words import number
from turnout.rules.history_file import Problem

KINDS: dict[str, str | Promise] = {
    **LIKELIHOODS,
    "claimed": pgettext_lazy("had said", "Yes"),
    "paid": pgettext_lazy("had said", "Paid"),
    "mixed": pgettext_lazy("had said", "Different things"),
}
_PROBLEMS: dict[str, str | Promise] = {
    "header": _("The first line names the columns. Missing: %(column)s."),
    "event": _("Line %(line)s: the event has no name."),
    "date": _("Line %(line)s: “%(value)s” is no date that we can read. Write 2026-05-31."),
    "number": _("Line %(line)s, %(column)s: “%(value)s” is not a whole number."),
    "too_many": _("Line %(line)s, %(column)s: %(value)s is more than we can believe."),
    "yes_no": _("Line %(line)s, %(column)s: “%(value)s” is neither yes nor no."),
    "kind": _("Line %(line)s: “%(value)s” is none of definitely, probably, maybe, claimed, paid."),
    "lines": _("There are more than %(value)s lines. Divide the table."),
}


def problem_sentence(problem: Problem, language: str) -> str:
    facts = {"line": number(problem.line, language), "column": problem.column, "value": problem.value}
    return str(_PROBLEMS[problem.code]) % facts
