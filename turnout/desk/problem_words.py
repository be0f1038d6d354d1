"""What the verbs refuse, in the organiser's words: what is wrong, and what to do instead."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BaseForm
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from turnout.design import picture_refusals as pictures
from turnout.events import refusals
from turnout.events.refusals import Problem
from turnout.rules.refusal import Refusal

_PLAIN: dict[str, Promise] = {
    "missing": _("This is needed."),
    "not_a_choice": _("Choose one of the list."),
    "not_an_address": _("Use small letters from a to z, digits and hyphens."),
    "not_a_web_address": _("Give a whole address, such as https://example.org."),
    "taken": _("This is taken. Choose another one."),
    "fixed": _("This was published and cannot become something else. Add a new one and remove this one."),
    "not_earlier": _(
        "A question can only depend on one that comes before it. Move that one up, or this one down."
    ),
    "needs_alternative_text": _("Say in one sentence what the picture shows."),
    "closes_first": _("The form has to close after it opens."),
    "not_a_picture": _("This file is not a picture that we can read. Use JPEG, PNG, WebP or AVIF."),
    "not_a_host": _("Give the names of sites, such as www.example.org, one on each line."),
    "doubled": _("Two of these are the same. Change or remove one."),
}
_OF_FIELD: dict[tuple[str, str], Promise] = {
    ("title", "missing"): _("Give the event a title."),
    ("place", "missing"): _("Give a place or a date."),
    ("date", "missing"): _("Give the date of this time."),
    ("label", "missing"): _("Write the question."),
    ("choices", "missing"): _("Give at least two choices."),
    ("supporter", "missing"): _("Say whose picture it is."),
    ("name", "missing"): _("Give it a name, such as “r/nimbus”."),
    ("slug", "fixed"): _(
        "Links to this address are out in the world, so it stays. Duplicate the event instead."
    ),
    ("show_if", "not_a_choice"): _(
        "A later question is shown because of an answer that is no longer offered. "
        "Change that question first, or keep the answer."
    ),
}


def problem_sentence(problem: Problem) -> str:
    own = _OF_FIELD.get((problem.field, problem.code)) or _PLAIN.get(problem.code)
    if own:
        return str(own)
    words = _WITH_FACTS.get(problem.code)
    return words(problem.facts) if words else gettext("This cannot be kept as it is.")


def _too_long(facts: Mapping[str, Any]) -> str:
    return ngettext(
        "Use %(longest)s character at most.", "Use %(longest)s characters at most.", facts["longest"]
    ) % {"longest": facts["longest"]}


def _out_of_range(facts: Mapping[str, Any]) -> str:
    if "least" not in facts:
        return gettext("This number or date cannot be used.")
    return gettext("Use a value from %(least)s to %(greatest)s.") % dict(facts)


def _too_many(facts: Mapping[str, Any]) -> str:
    return gettext("There can be %(most)s at most.") % dict(facts)


def _no_such_time(facts: Mapping[str, Any]) -> str:
    return gettext("The clocks go forward at this time on that day. Use %(time)s instead.") % {
        "time": date_format(facts["next"], "TIME_FORMAT")
    }


_WITH_FACTS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "too_long": _too_long,
    "out_of_range": _out_of_range,
    "too_many": _too_many,
    "no_such_time": _no_such_time,
}


def refusal_sentence(refusal: Refusal) -> str:
    """One sentence for a refusal that belongs to no field."""
    words = _OF_REFUSAL.get(type(refusal))
    return words(refusal) if words else gettext("This cannot be done.")


def _lacking(refusal: Any) -> str:
    return " ".join(str(LACKING[name]) for name in refusal.lacking)


LACKING: dict[str, Promise] = {
    "title": _("The event needs a title."),
    "host": _("The organisation needs a name."),
    "option": _("The event needs a place or a date."),
}

_OF_REFUSAL: dict[type[Refusal], Callable[[Any], str]] = {
    refusals.NotReady: _lacking,
    refusals.StageRefused: lambda refusal: gettext(
        "Somebody else changed the event's stage meanwhile, so this step is not possible now."
    ),
    refusals.LastOption: lambda refusal: gettext(
        "A published event keeps at least one place or date. Add another one first, or cancel the event."
    ),
    refusals.StillNeeded: lambda refusal: ngettext(
        "Another question is shown because of an answer to this one. Change when it is shown first.",
        "Other questions are shown because of an answer to this one. Change when they are shown first.",
        len(refusal.question_ids),
    ),
    refusals.OrderRefused: lambda refusal: gettext(
        "Somebody added or removed one meanwhile. Here is the list as it stands now; order it again."
    ),
    refusals.TooMany: lambda refusal: _too_many({"most": refusal.most}),
    pictures.TooLarge: lambda refusal: (
        gettext("The file has more than %(size)s MB. Use a smaller one.")
        % {"size": refusal.most_bytes // (1024 * 1024)}
    ),
    pictures.TooManyPixels: lambda refusal: (
        gettext("The picture has more than %(size)s megapixels. Use a smaller one.")
        % {"size": refusal.most_pixels // 1_000_000}
    ),
    pictures.NotAPicture: lambda refusal: str(_PLAIN["not_a_picture"]),
    pictures.Animated: lambda refusal: gettext("The picture moves. Use one that does not."),
    pictures.Damaged: lambda refusal: gettext(
        "The file is damaged or not complete. Save it again and retry."
    ),
    refusals.NoSuchTime: lambda refusal: _no_such_time({"next": refusal.next}),
}


def say_problems(form: BaseForm, refusal: Refusal) -> None:
    """Put what a verb refused at the form's fields; what belongs to none of them, above the form."""
    for field, sentence in sentences_of(refusal):
        form.add_error(field if field in form.fields else None, sentence)


def sentences_of(refusal: Refusal) -> list[tuple[str, str]]:
    if isinstance(refusal, refusals.Unfit):
        return [(problem.field, problem_sentence(problem)) for problem in refusal.problems]
    if isinstance(refusal, refusals.NoSuchTime):
        return [("time", refusal_sentence(refusal))]
    return [("", refusal_sentence(refusal))]
