"""The fan changes an answer: the public form, filled with what was answered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from turnout.events.consent import consent_text
from turnout.fan.guard import own_page
from turnout.fan.own_cookie import path_of
from turnout.fan.own_page import frame_of
from turnout.fan.refusal_words import words_of
from turnout.interest.as_typed import as_typed
from turnout.interest.change import change
from turnout.interest.check_answer import check_answer
from turnout.interest.event_page import with_its_parts
from turnout.interest.form_fields import Field, Sight, form_fields
from turnout.interest.lifetime import refuse_if_over
from turnout.interest.models import Interest
from turnout.interest.refusals import EventOver
from turnout.interest.said import AGREEMENTS
from turnout.rules.form import Problem, Unacceptable

Fields = dict[str, list[str]]
# What is not asked here: other forms change the address, and whether news are wanted.
ELSEWHERE = frozenset({"email", "news"})


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def change_answer(request: HttpRequest, interest: Interest) -> HttpResponse:
    with_its_parts(interest.event)
    try:
        refuse_if_over(interest.event)
        if request.method != "POST":
            return _form(request, interest, as_typed(interest))
        return _take(request, interest, _posted(request))
    except EventOver as refusal:
        messages.error(request, words_of(refusal, interest))
        return redirect(path_of(interest))


def _take(request: HttpRequest, interest: Interest, fields: Fields) -> HttpResponse:
    known = {"email": [interest.email], "lang": [interest.language]}
    if _agreed_already(interest):
        known |= {name: ["yes"] for name in AGREEMENTS}
    try:
        answer = check_answer(interest.event, fields | known)
    except Unacceptable as unacceptable:
        return _form(request, interest, fields, 422, unacceptable.problems)
    change(interest.pk, answer, timezone.now())
    messages.success(request, _("Your answer is changed."))
    return redirect(path_of(interest))


def _posted(request: HttpRequest) -> Fields:
    return {name: [str(value) for value in request.POST.getlist(name)] for name in request.POST}


def _form(
    request: HttpRequest,
    interest: Interest,
    typed: Fields,
    status: int = 200,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    fields = _asked(interest, typed, problems)
    facts: dict[str, Any] = {
        **frame_of(interest),
        "fields": fields,
        "problems": [each for each in fields if each.error],
    }
    return render(request, "fan/change.html", facts, status=status)


def _asked(interest: Interest, typed: Fields, problems: tuple[Problem, ...]) -> list[Field]:
    left_out = ELSEWHERE | (AGREEMENTS if _agreed_already(interest) else frozenset())
    sight = Sight(interest.event, interest.language, typed, timezone.localdate())
    return [field for field in form_fields(sight, problems) if field.name not in left_out]


def _agreed_already(interest: Interest) -> bool:
    """To the very text that stands there now, and the agreement was not taken back."""
    if interest.standing == Interest.Standing.WITHDRAWN:
        return False
    form = interest.event.form_versions.filter(version=interest.form_version).first()
    agreed = form.consent.get(interest.language) if form else None
    same_age = form is not None and form.compiled.get("least_age") == interest.event.least_age
    return same_age and agreed == consent_text(interest.event, interest.language)
