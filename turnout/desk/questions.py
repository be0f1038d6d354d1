"""The organiser's questions: added, changed, ordered, no longer asked."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.doing import answered, back, done
from turnout.desk.posting import Posted, posted, problems_of, unjudged
from turnout.desk.question_form import KINDS, QuestionForm
from turnout.desk.question_words import Line, lines_of
from turnout.desk.sorting import wanted_order
from turnout.events.add_question import add_question
from turnout.events.edit_question import edit_question
from turnout.events.guard import event_member
from turnout.events.models import Event, Question
from turnout.events.order import order_questions
from turnout.events.retire_question import retire_question


@event_member(Role.EDITOR)
def questions(request: HttpRequest, event: Event) -> HttpResponse:
    every = list(event.questions.all())
    asked = [question for question in every if question.retired_at is None]
    lines: list[Line] = lines_of(asked)
    facts = {
        "organisation": event.organisation,
        "event": event,
        "lines": lines,
        "kinds": KINDS,
        "retired": [question for question in every if question.retired_at],
    }
    return render(request, "desk/event/questions.html", facts)


@event_member(Role.EDITOR)
def new_question(request: HttpRequest, event: Event) -> HttpResponse:
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        return redirect("desk:questions", event.organisation.slug, event.slug)
    sent = posted(request, rows="choice")
    form = QuestionForm(sent.data, event=event, kind=kind, earlier=event.open_questions())
    if sent.saves and done(form, event, partial(_added, form, actor_of(request))):
        messages.success(request, gettext("Added."))
        return back(event, "questions")
    return _form_page(request, form, sent)


def _added(form: QuestionForm, actor: str) -> None:
    fields: dict[str, Any] = dict(form.question())
    add_question(form.event, actor, form.kind, fields.pop("label"), **fields)


@event_member(Role.EDITOR)
def question(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    stands = get_object_or_404(event.questions, pk=number)
    asked = event.open_questions()
    earlier = asked[: asked.index(stands)] if stands in asked else []
    sent = posted(request, rows="choice")
    form = QuestionForm(sent.data, event=event, kind=stands.kind, question=stands, earlier=earlier)
    if sent.saves and done(form, event, partial(_edited, stands, form, actor_of(request))):
        messages.success(request, gettext("Saved."))
        return back(event, "questions")
    return _form_page(request, form, sent)


def _edited(stands: Question, form: QuestionForm, actor: str) -> None:
    edit_question(stands, actor, **form.question())


def _form_page(request: HttpRequest, form: QuestionForm, sent: Posted) -> HttpResponse:
    if sent.data is not None and not sent.saves:
        unjudged(form, *form.choices)
    facts = {
        "problems": problems_of(form, *form.choices),
        "organisation": form.event.organisation,
        "event": form.event,
        "form": form,
        "stands": form.stands,
        "kind": KINDS[form.kind][0],
        "restored": sent.restored,
    }
    return render(request, "desk/event/question.html", facts, status=422 if sent.saves else 200)


@require_POST
@event_member(Role.EDITOR)
def order(request: HttpRequest, event: Event) -> HttpResponse:
    ids = wanted_order(request.POST, [question.pk for question in event.open_questions()])
    verb = partial(order_questions, event, actor_of(request), ids)
    return answered(request, event, "questions", verb, gettext("Moved."))


@require_POST
@event_member(Role.EDITOR)
def retire(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    stands = get_object_or_404(event.questions, pk=number)
    verb = partial(retire_question, stands, actor_of(request))
    return answered(request, event, "questions", verb, gettext("Removed."))


_AT = "<slug:organisation>/<slug:event>/questions/"
urls = [
    path(_AT, questions, name="questions"),
    path(f"{_AT}new/", new_question, name="new-question"),
    path(f"{_AT}order/", order, name="order-questions"),
    path(f"{_AT}<int:number>/", question, name="question"),
    path(f"{_AT}<int:number>/retire/", retire, name="retire-question"),
]
