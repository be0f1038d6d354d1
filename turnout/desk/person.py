"""One person: everything they answered, what they agreed to, and what was done with it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from turnout.accounts.models import Role
from turnout.desk.event_journal import ANSWER_WORDS, names_of
from turnout.desk.words import LIKELIHOODS
from turnout.events.guard import event_member
from turnout.events.models import Event, FormVersion
from turnout.interest.answer_words import answered
from turnout.interest.in_words import country_name
from turnout.interest.models import Interest, Repeat
from turnout.interest.option_words import option_label
from turnout.journal.models import Entry


@dataclass(frozen=True)
class Happening:
    at: datetime
    what: str


@event_member(Role.EDITOR)
def person(request: HttpRequest, event: Event, public_id: str) -> HttpResponse:
    interest = get_object_or_404(Interest, event=event, public_id=public_id)
    form = event.form_versions.filter(version=interest.form_version).first()
    language = get_language() or event.language
    facts = {
        "organisation": event.organisation,
        "event": event,
        "interest": interest,
        "likelihood": LIKELIHOODS[interest.likelihood],
        "country": country_name(interest.country, language) if interest.country else "",
        "options": _options(event, interest, language),
        "via": _channel(event, interest.via),
        "answers": list(answered(form, interest.answers, language)) if form else [],
        "consent": _consent(form, interest.language),
        "happenings": _happenings(interest),
    }
    return render(request, "desk/person.html", facts)


def _options(event: Event, interest: Interest, language: str) -> list[str]:
    today = timezone.now().astimezone(ZoneInfo(event.time_zone)).date()
    chosen = set(interest.options)
    return [option_label(each, event, language, today) for each in event.options.all() if each.pk in chosen]


def _channel(event: Event, code: str) -> str:
    if not code:
        return gettext("Directly")
    found = event.channels.filter(code=code).first()
    return found.name if found else code


def _consent(form: FormVersion | None, language: str) -> str:
    """The text in the language in which they answered; the form had it in the event's own at least."""
    texts: dict[str, str] = form.consent if form else {}
    return texts.get(language) or next(iter(texts.values()), "")


def _happenings(interest: Interest) -> list[Happening]:
    found = [Happening(interest.created_at, gettext("Answered"))]
    if interest.verified_at:
        found.append(Happening(interest.verified_at, gettext("Confirmed the e-mail address")))
    repeat = Repeat.objects.filter(interest=interest).first()
    if repeat:
        again = ngettext(
            "Somebody answered %(times)s more time with this address. It changed nothing.",
            "Somebody answered %(times)s more times with this address. It changed nothing.",
            repeat.times,
        )
        found.append(Happening(repeat.last_at, again % {"times": repeat.times}))
    return sorted([*found, *_journal(interest)], key=lambda happening: happening.at)


def _journal(interest: Interest) -> list[Happening]:
    entries = list(Entry.objects.filter(noun="interest", noun_id=interest.pk).exclude(verb="verify"))
    names = names_of({entry.actor for entry in entries})
    return [
        Happening(
            entry.at,
            gettext("%(who)s: %(what)s")
            % {
                "who": names.get(entry.actor, entry.actor),
                "what": ANSWER_WORDS.get((entry.verb, entry.noun), entry.verb),
            },
        )
        for entry in entries
    ]


urls = [path("<slug:organisation>/<slug:event>/people/<slug:public_id>/", person, name="person")]
