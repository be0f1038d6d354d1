"""A round's draw: the numbers are named, what was committed to is watched, and what decides is brought."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.draw_form import DrawForm, NumbersForm
from turnout.desk.posting import posted, problems_of
from turnout.desk.round_words import whom
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.interest.in_words import listed, number
from turnout.invitations.abandon import abandon
from turnout.invitations.beacon_json import NotABeaconsAnswer, proof_in
from turnout.invitations.draw_page import STATES, why_of
from turnout.invitations.draw_refusals import DrawIsOver, NoReason, NotYet
from turnout.invitations.draw_words import moment_of, page_of
from turnout.invitations.models import Draw, Wave
from turnout.invitations.plan import plan_of
from turnout.invitations.settle import settle
from turnout.invitations.start_draw import least_lead, start_draw
from turnout.invitations.weight_words import sentence
from turnout.outbox.bundle import states_of
from turnout.outbox.models import Mail
from turnout.rules.announced import NotTheseNumbers, text_of
from turnout.rules.drand import CHAIN
from turnout.rules.draw_check import Untrue
from turnout.rules.draw_record import Numbers, Proof
from turnout.rules.refusal import Refusal

_BEACON = "https://api.drand.sh"


@event_member(Role.EDITOR)
def draw(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    wave = _wave(event, number)
    found = Draw.objects.filter(wave=wave).first()
    if found is None:
        return _started(request, wave)
    found.wave, found.event = wave, event
    return _shown(request, found)


def _started(request: HttpRequest, wave: Wave) -> HttpResponse:
    """The form; pressing its button closes the entries."""
    if wave.rule != Wave.Rule.DRAW or wave.state != Wave.State.DRAFT:
        return _to_round(wave)
    now, event, sent = timezone.now(), wave.event, posted(request)
    prefetch_related_objects([event], "options", "channels", "questions")
    plan = plan_of(wave, now)
    form = DrawForm(event, least_lead(len(plan.fitting)), _rule(wave, plan.seats), sent.data)
    if sent.saves and form.is_valid():
        given = form.cleaned_data
        try:
            start_draw(wave, actor_of(request), form.named, given["rule"], form.weights, now)
        except Refusal as refusal:
            form.say(refusal)
        else:
            return _to(wave)
    facts = {
        "organisation": event.organisation,
        "event": event,
        "wave": wave,
        "form": form,
        "people": len(plan.fitting),
        "seats": plan.seats,
        "sends_mail": settings.MAIL is not None,
        "restored": sent.restored,
        "problems": problems_of(form) if sent.saves else [],
    }
    return render(request, "desk/draws/start.html", facts, status=422 if sent.saves else 200)


def _rule(wave: Wave, seats: int | None) -> str:
    """A first text, which the organiser may put better."""
    language = get_language() or wave.event.language
    parts = whom(wave.event, wave.narrowing)
    who = listed(parts, language) if parts else gettext("any answer")
    text = gettext("Everybody takes part whose answer fits: %(who)s.") % {"who": who}
    if not seats:
        return text
    places = ngettext("There is %(n)s place.", "There are %(n)s places.", seats)
    return f"{text} {places % {'n': number(seats, language)}}"


def _shown(
    request: HttpRequest, found: Draw, *, typed: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    event, now = found.event, timezone.now()
    language = get_language() or event.language
    mails = states_of(found.bundle)
    facts = {
        "organisation": event.organisation,
        "event": event,
        "wave": found.wave,
        "draw": found,
        "state": STATES[found.state],
        "why": why_of(found),
        "page": settings.TURNOUT_BASE_URL + page_of(found),
        "weights": sentence(event, found.weighing),
        "decided": moment_of(found, found.decided, language),
        "is_there": now >= found.decided,
        "sent": mails.get(Mail.State.SENT, 0),
        "waits": sum(mails.get(state, 0) for state in (Mail.State.QUEUED, Mail.State.HELD)),
        "fetches": bool(settings.TURNOUT_BEACON),
        "beacon": f"{settings.TURNOUT_BEACON or _BEACON}/{CHAIN}/public/{found.round}",
        "numbers": _numbers_form(found, None),
        "sends_mail": settings.MAIL is not None,
        **(typed or {}),
    }
    return render(request, "desk/draws/draw.html", facts, status=status)


def _numbers_form(found: Draw, data: Any) -> NumbersForm | None:
    return NumbersForm(found.named.sources, data) if isinstance(found.named, Numbers) else None


@event_member(Role.EDITOR)
@require_POST
def settle_draw(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    """What was pasted or typed is kept, should it not be what decides."""
    found = _draw(event, number)
    form = _numbers_form(found, request.POST)
    typed: dict[str, Any] = {"answer": request.POST.get("answer", ""), "numbers": form}
    if form and not form.is_valid():
        problems = problems_of(form)
        return _shown(request, found, typed={**typed, "problems": problems}, status=422)
    try:
        settle(found, actor_of(request), _proof(found, typed["answer"], form), timezone.now())
    except DrawIsOver:
        messages.info(request, gettext("The numbers are there already."))
    except Refusal as refusal:
        field = "id_numbers_0" if form else "answer"
        typed["problems"] = [(field, _words(refusal, found))]
        return _shown(request, found, typed=typed, status=422)
    else:
        messages.success(request, gettext("These are the genuine numbers. The result is being worked out."))
    return _to(found.wave)


def _proof(found: Draw, answer: str, form: NumbersForm | None) -> Proof:
    """Raises NotTheseNumbers, NotABeaconsAnswer, Untrue."""
    if form:
        return Proof(text=text_of(form.sources, form.numbers))
    return proof_in(answer, found.round or 0)


def _words(refusal: Refusal, found: Draw) -> str:
    if isinstance(refusal, NotTheseNumbers):
        name = refusal.source.name
        return gettext("These cannot be the numbers of %(name)s. Look at them again.") % {"name": name}
    if isinstance(refusal, NotYet):
        moment = moment_of(found, found.decided, get_language() or found.event.language)
        return gettext("The numbers do not exist before %(moment)s.") % {"moment": moment}
    if isinstance(refusal, NotABeaconsAnswer):
        return gettext("This is no answer of the beacon. Copy all of it, from { to }.")
    if isinstance(refusal, Untrue) and refusal.what == "round":
        return gettext("This is round %(said)s; round %(named)s was named.") % {
            "said": str(refusal.facts["said"])[:20],
            "named": found.round,
        }
    return gettext("The beacon's network did not sign this. It was altered, or it comes from somewhere else.")


@event_member(Role.EDITOR)
@require_POST
def abandon_draw(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    found = _draw(event, number)
    try:
        abandon(found, actor_of(request), request.POST.get("why", "")[:500], timezone.now())
    except NoReason:
        problems = [("why", gettext("Say why: everybody can read it."))]
        return _shown(request, found, typed={"problems": problems, "abandons": True}, status=422)
    except DrawIsOver:
        messages.warning(request, gettext("It was too late to abandon it."))
    else:
        messages.success(request, gettext("Abandoned. The random draw's page says so, and why."))
    return _to(found.wave)


def _wave(event: Event, number: int) -> Wave:
    found = get_object_or_404(Wave, number=number, event=event)
    found.event = event
    return found


def _draw(event: Event, number: int) -> Draw:
    wave = _wave(event, number)
    found = get_object_or_404(Draw, wave=wave)
    found.wave, found.event = wave, event
    return found


def _to(wave: Wave) -> HttpResponse:
    return redirect("desk:draw", wave.event.organisation.slug, wave.event.slug, wave.number)


def _to_round(wave: Wave) -> HttpResponse:
    return redirect("desk:round", wave.event.organisation.slug, wave.event.slug, wave.number)


_AT = "<slug:organisation>/<slug:event>/invitations/<int:number>/draw/"
urls = [
    path(_AT, draw, name="draw"),
    path(f"{_AT}settle/", settle_draw, name="settle-draw"),
    path(f"{_AT}abandon/", abandon_draw, name="abandon-draw"),
]
