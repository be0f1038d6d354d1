"""Invitation rounds: put together, looked at with all that they would do, sent, watched and stopped."""

from collections.abc import Callable, Mapping
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Sum, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from turnout.accounts.guard import actor_of, member_user
from turnout.accounts.models import Role
from turnout.desk.outbox import IN_A_FRAME
from turnout.desk.posting import posted, problems_of
from turnout.desk.round_form import RoundForm
from turnout.desk.round_preview import preview
from turnout.desk.round_refusals import sentence_of
from turnout.desk.round_words import ANSWERS, RULES, STATES, formula, in_words, progress_of, whom
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.invitations.decided_words import facts_of, moment
from turnout.invitations.mails import facts_of_trial
from turnout.invitations.models import Decision, Invitation, Wave
from turnout.invitations.placeholders import MEANINGS
from turnout.invitations.save_wave import save_wave
from turnout.invitations.start_wave import start_wave, take_back
from turnout.invitations.stop_wave import cancel_wave, pause_wave, resume_wave
from turnout.invitations.try_wave import try_wave
from turnout.mailings.write import language_for
from turnout.outbox.secret_part import masked
from turnout.rules.refusal import Refusal


@event_member(Role.EDITOR)
@require_safe
def invitations(request: HttpRequest, event: Event) -> HttpResponse:
    """Everything about inviting: what is settled, the rounds, and what became of them."""
    decision, counts = _decision(event), _counts(event)
    facts = {
        "organisation": event.organisation,
        "event": event,
        "decision": decision,
        "place": facts_of(decision, get_language() or event.language) if decision else None,
        "lines": [_line(wave) for wave in event.waves.order_by("-number")],
        "answers": in_words({state: people for state, (people, _heads) in counts.items()}),
        "seats": _seats(counts, decision),
    }
    return render(request, "desk/invitations/list.html", facts)


def _line(wave: Wave) -> Mapping[str, Any]:
    return {"wave": wave, "state": STATES[wave.state], "rule": RULES[wave.rule]}


def _counts(event: Event) -> dict[str, tuple[int, int]]:
    """People and heads in each state."""
    rows = Invitation.objects.filter(event=event).values_list("state").annotate(Count("pk"), Sum("party"))
    return {state: (people, heads) for state, people, heads in rows.order_by()}


def _seats(counts: Mapping[str, tuple[int, int]], decision: Decision | None) -> Mapping[str, int] | None:
    """Of the place: how many are confirmed, and how many offered."""
    if decision is None or not counts:
        return None
    taken = counts.get(Invitation.State.CLAIMED, (0, 0))[1]
    return {
        "taken": taken,
        "offered": counts.get(Invitation.State.SENT, (0, 0))[1],
        "capacity": decision.capacity,
        "free": max(0, decision.capacity - taken),
    }


@event_member(Role.EDITOR)
def new_round(request: HttpRequest, event: Event) -> HttpResponse:
    return _edited(request, event, None)


@event_member(Role.EDITOR)
def edit_round(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    wave = _wave(event, number)
    if wave.state != Wave.State.DRAFT:
        return _to(wave)
    return _edited(request, event, wave)


def _edited(request: HttpRequest, event: Event, wave: Wave | None) -> HttpResponse:
    decision = _decision(event)
    if decision is None:
        messages.warning(request, gettext("Settle place and time first: nobody can be invited before."))
        return redirect("desk:change-decision", event.organisation.slug, event.slug)
    prefetch_related_objects([event], "options", "channels", "questions")
    sent = posted(request)
    form = RoundForm(event, decision, sent.data, wave)
    if sent.saves and form.is_valid():
        try:
            return _to(save_wave(event, actor_of(request), form.to_save, wave))
        except Refusal as refusal:
            form.say(refusal)
    facts = {
        "organisation": event.organisation,
        "event": event,
        "wave": wave,
        "form": form,
        "decision": decision,
        "placeholders": MEANINGS.items(),
        "restored": sent.restored,
        "problems": problems_of(form) if sent.saves else [],
    }
    return render(request, "desk/invitations/edit.html", facts, status=422 if sent.saves else 200)


@csp_update({"frame-src": [SELF]})
@event_member(Role.EDITOR)
@require_safe
def round_(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """A draft with everything that sending it would do; or how far it is."""
    wave, decision, now = _wave(event, number), _decision(event), timezone.now()
    prefetch_related_objects([event], "options", "channels", "questions")
    language = get_language() or event.language
    is_before = wave.state in {Wave.State.DRAFT, Wave.State.DRAWN}
    facts: dict[str, Any] = {
        "organisation": event.organisation,
        "event": event,
        "wave": wave,
        "state": STATES[wave.state],
        "rule": RULES[wave.rule],
        "whom": whom(event, wave.narrowing),
        "formula": formula(event, wave.score),
        "groups": [(each, whom(event, {**each["narrowing"], "verified": False})) for each in wave.quotas],
        "reply_by": moment(wave.reply_by, decision, language) if decision and wave.reply_by else "",
        "mails": _mails(wave, decision),
        "sends_mail": settings.MAIL is not None,
        "preview": preview(wave, decision, now) if is_before and decision else None,
        "progress": progress_of(wave, _states_in(wave)),
        "may_take_back": wave.may_be_taken_back(now),
    }
    return render(request, "desk/invitations/round.html", facts)


def _states_in(wave: Wave) -> dict[str, int]:
    rows = wave.invitations.values_list("state").annotate(Count("pk")).order_by()
    return {state: count for state, count in rows if state in ANSWERS}


def _mails(wave: Wave, decision: Decision | None) -> list[tuple[str, str]]:
    """Each language it is written in."""
    names = dict(settings.LANGUAGES)
    return [(code, str(names.get(code, code))) for code in wave.texts] if decision else []


@csp_replace(IN_A_FRAME)
@xframe_options_sameorigin
@event_member(Role.EDITOR)
@require_safe
def round_html(request: HttpRequest, event: Event, number: int, language: str) -> HttpResponse:
    """As somebody gets it, with a name in it and nobody's link."""
    wave, decision = _wave(event, number), _decision(event)
    if decision is None or language not in wave.texts:
        raise Http404
    shown = language_for(wave, language)
    with translation.override(shown), masked():
        facts = facts_of_trial(wave, decision, gettext("Ada Okafor"), shown)
        subject = facts["written"].subject
        page = {"base_url": settings.TURNOUT_BASE_URL, "subject": subject, **facts}
        return HttpResponse(render_to_string("invitations/mail/invitation.html", page))


@event_member(Role.EDITOR)
@require_POST
def do_round(request: HttpRequest, event: Event, number: int, name: str) -> HttpResponse:
    found, now = _wave(event, number), timezone.now()
    actor = actor_of(request)
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "try": (
            lambda: try_wave(found, member_user(request)),
            gettext("A test is on its way to %(email)s.") % {"email": member_user(request).email},
        ),
        "send": (
            lambda: start_wave(found, actor, now),
            gettext("The first invitations go out in a minute. Until then you can take it back."),
        ),
        "take-back": (lambda: take_back(found, actor), gettext("Taken back: nobody was invited.")),
        "pause": (lambda: pause_wave(found, actor), gettext("Paused.")),
        "resume": (lambda: resume_wave(found, actor, now), gettext("It goes on.")),
        "cancel": (
            lambda: cancel_wave(found, actor, now),
            gettext("Stopped. Nobody more is invited by this round."),
        ),
    }
    if name not in verbs:
        raise Http404
    verb, said = verbs[name]
    try:
        verb()
    except Refusal as refusal:
        messages.warning(request, sentence_of(refusal))
    else:
        messages.success(request, said)
    return _to(found)


def _wave(event: Event, number: int) -> Wave:
    found = get_object_or_404(Wave, number=number, event=event)
    found.event = event
    return found


def _decision(event: Event) -> Decision | None:
    found = Decision.objects.select_related("option").filter(event=event).first()
    if found:
        found.event = event
    return found


def _to(wave: Wave) -> HttpResponse:
    return redirect("desk:round", wave.event.organisation.slug, wave.event.slug, wave.number)


_AT = "<slug:organisation>/<slug:event>/invitations/"
urls = [
    path(_AT, invitations, name="invitations"),
    path(f"{_AT}new/", new_round, name="new-round"),
    path(f"{_AT}<int:number>/", round_, name="round"),
    path(f"{_AT}<int:number>/edit/", edit_round, name="edit-round"),
    path(f"{_AT}<int:number>/html/<slug:language>/", round_html, name="round-html"),
    path(f"{_AT}<int:number>/<slug:name>/", do_round, name="do-round"),
]
