"""How the editor's screens call a verb: what it refuses is said, and what visitors see follows it."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from turnout.desk.problem_words import say_problems, sentences_of
from turnout.events.models import Event
from turnout.interest.render_pages import render_pages
from turnout.rules.refusal import Refusal

Doing = Callable[[], object]


def show_change(event: Event) -> None:
    """Render what visitors see anew; called after the change's transaction, never inside it."""
    if event.is_public:
        render_pages(event)


def done(form: BaseForm, event: Event, verb: Doing) -> bool:
    """Whether the form could be read and the verb did it; else the form says what is wrong."""
    if not form.is_valid():
        return False
    try:
        verb()
    except Refusal as refusal:
        say_problems(form, refusal)
        return False
    show_change(event)
    return True


def answered(request: HttpRequest, event: Event, screen: str, verb: Doing, said: str) -> HttpResponse:
    """Do what a button asked for, and go back to its screen with a sentence about it.

    A script that asked for JSON has changed its page already: 204, or 409 where the page is to be
    loaded again, which then says why.
    """
    by_script = request.headers.get("Accept") == "application/json"
    try:
        verb()
    except Refusal as refusal:
        messages.error(request, " ".join(sentence for _field, sentence in sentences_of(refusal)))
        return HttpResponse(status=409) if by_script else back(event, screen)
    show_change(event)
    if by_script:
        return HttpResponse(status=204)
    messages.success(request, said)
    return back(event, screen)


def back(event: Event, screen: str) -> HttpResponse:
    return redirect(f"desk:{screen}", event.organisation.slug, event.slug)
