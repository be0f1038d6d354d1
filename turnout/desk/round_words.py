"""Invitation rounds, as people read of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from turnout.desk.words import LIKELIHOODS
from turnout.events.models import Event, Question
from turnout.interest.in_words import country_name, one_of
from turnout.interest.option_words import option_label
from turnout.invitations.models import Invitation, Wave
from turnout.outbox.bundle import states_of
from turnout.outbox.models import Mail

STATES: dict[str, Promise] = {
    "draft": pgettext_lazy("round", "Draft"),
    "drawing": pgettext_lazy("round", "Being drawn"),
    "drawn": pgettext_lazy("round", "Drawn, not sent yet"),
    "sending": pgettext_lazy("round", "Being sent"),
    "paused": pgettext_lazy("round", "Paused"),
    "sent": pgettext_lazy("round", "Sent"),
    "cancelled": pgettext_lazy("round", "Stopped"),
}
RULES: dict[str, Promise] = {
    Wave.Rule.EVERYBODY: _("Everybody who fits"),
    Wave.Rule.FIRST: _("First come: by when they confirmed"),
    Wave.Rule.SCORE: _("By points, from what they answered"),
    Wave.Rule.DRAW: _("A random draw that anyone can check"),
    Wave.Rule.NEXT: _("The next in line, from those who wait"),
}
ANSWERS: dict[str, Promise] = {
    Invitation.State.CLAIMED: pgettext_lazy("invitation", "confirmed"),
    Invitation.State.SENT: pgettext_lazy("invitation", "have not answered yet"),
    Invitation.State.DECLINED: pgettext_lazy("invitation", "said no"),
    Invitation.State.LAPSED: pgettext_lazy("invitation", "no reply in time"),
    Invitation.State.WITHDRAWN: pgettext_lazy("invitation", "took their answer back"),
    Invitation.State.WAITING: pgettext_lazy("invitation", "wait"),
}
MILE = 1.609344
_IN_MILES = frozenset({"US", "GB", "LR", "MM", "PR"})


@dataclass(frozen=True)
class Progress:
    """Of `whole` so many were invited; `waiting` mails are written and wait their turn."""

    whole: int
    invited: int
    waiting: int
    answers: list[tuple[int, str]]


def progress_of(wave: Wave, counts: Mapping[str, int]) -> Progress:
    mails = states_of(wave.bundle)
    waiting = sum(mails.get(state, 0) for state in (Mail.State.QUEUED, Mail.State.HELD))
    is_over = wave.state in {Wave.State.SENT, Wave.State.CANCELLED}
    whole = wave.invited if is_over else max(wave.size, wave.invited)
    return Progress(whole, wave.invited, waiting, in_words(counts))


def in_words(counts: Mapping[str, int]) -> list[tuple[int, str]]:
    return [(counts[state], str(words)) for state, words in ANSWERS.items() if counts.get(state)]


def in_miles(event: Event) -> bool:
    return event.country in _IN_MILES


def distance_words(kilometres: float, event: Event) -> str:
    if in_miles(event):
        miles = round(kilometres / MILE)
        return ngettext("within %(n)s mile", "within %(n)s miles", miles) % {"n": miles}
    return gettext("within %(n)s km") % {"n": round(kilometres)}


def whom(event: Event, narrowing: Mapping[str, Any]) -> list[str]:
    """What one has to fit, part by part."""
    return [
        *([gettext("e-mail confirmed")] if narrowing.get("verified", True) else []),
        *_said(event, narrowing),
        *_where(event, narrowing),
        *_answered(event, narrowing.get("answers", {})),
    ]


def _said(event: Event, narrowing: Mapping[str, Any]) -> Iterator[str]:
    if narrowing.get("likelihood"):
        yield _either([str(LIKELIHOODS[each]) for each in narrowing["likelihood"]])
    if narrowing.get("option"):
        found = next((each for each in event.options.all() if each.pk == narrowing["option"]), None)
        if found:
            yield option_label(found, event, _language(event), event.created_at.date())
    if narrowing.get("via"):
        names = {channel.code: channel.name for channel in event.channels.all()}
        yield _either([names.get(each, each) if each else gettext("Directly") for each in narrowing["via"]])


def _where(event: Event, narrowing: Mapping[str, Any]) -> Iterator[str]:
    if narrowing.get("country"):
        yield country_name(narrowing["country"], _language(event))
    if narrowing.get("postcodes"):
        codes = ", ".join(narrowing["postcodes"])
        yield gettext("postcode begins with %(codes)s") % {"codes": codes}
    if narrowing.get("kilometres") is not None:
        yield distance_words(narrowing["kilometres"], event)


def _answered(event: Event, answers: Mapping[str, Any]) -> Iterator[str]:
    questions = {f"q{each.pk}": each for each in event.questions.all()}
    for name, values in answers.items():
        if question := questions.get(name):
            chosen = _either([value_label(question, value) for value in values])
            yield f"{question.label} {chosen}"


def value_label(question: Question, value: str) -> str:
    if question.kind == Question.Kind.YESNO:
        return gettext("Yes") if value == "yes" else gettext("No")
    found = (each["label"] for each in question.choices if each["id"] == value)
    return str(next(found, value))


def formula(event: Event, score: list[Mapping[str, Any]]) -> list[str]:
    """A score, line by line: "3 points for: How sure? Definitely"."""
    return [_term(event, each) for each in score]


def _term(event: Event, term: Mapping[str, Any]) -> str:
    points = int(term["points"])
    what = asked_label(event, term["of"], str(term.get("value", "")))
    if not term.get("value"):
        return ngettext("%(n)s point times: %(what)s", "%(n)s points times: %(what)s", abs(points)) % {
            "n": points,
            "what": what,
        }
    return ngettext("%(n)s point for: %(what)s", "%(n)s points for: %(what)s", abs(points)) % {
        "n": points,
        "what": what,
    }


def asked_label(event: Event, of: str, value: str) -> str:
    """What was asked and what was said to it."""
    if of == "party":
        return gettext("People, including them")
    if of == "likelihood":
        return f"{gettext('How sure?')} {LIKELIHOODS[value]}"
    if of in {"via", "option", "country"}:
        narrowing = {of: [value] if of == "via" else int(value) if of == "option" else value}
        return next(iter([*_said(event, narrowing), *_where(event, narrowing)]), value)
    question = next((each for each in event.questions.all() if f"q{each.pk}" == of), None)
    if question is None:
        return of
    return f"{question.label} {value_label(question, value)}" if value else question.label


def chance_words(chance: float) -> str:
    """A chance as people say it."""
    if chance < 0.005:
        return gettext("less than 1 in 200")
    if chance > 0.995:
        return gettext("almost certain")
    if chance < 0.5:
        return gettext("about 1 in %(n)s") % {"n": round(1 / chance)}
    return gettext("about %(n)s in 10") % {"n": min(9, round(chance * 10))}


def duration_words(minutes: float) -> str:
    if minutes < 1:
        return pgettext("duration", "less than a minute")
    if minutes < 90:
        whole = round(minutes)
        return ngettext("about %(n)s minute", "about %(n)s minutes", whole) % {"n": whole}
    hours = round(minutes / 60)
    return ngettext("about %(n)s hour", "about %(n)s hours", hours) % {"n": hours}


def _either(words: list[str]) -> str:
    language = get_language() or "en"
    return words[0] if len(words) == 1 else one_of(words, language)


def _language(event: Event) -> str:
    return get_language() or event.language
