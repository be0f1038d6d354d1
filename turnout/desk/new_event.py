"""A new event: choose where to start from, then title, places and dates; the rest may wait."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of, member
from turnout.accounts.models import Organisation, Role
from turnout.desk import rows
from turnout.desk.event_form import WordsForm
from turnout.desk.option_form import OptionRow
from turnout.desk.posting import Posted, posted, problems_of, unjudged
from turnout.desk.preview import preview_of_new, sends_nothing
from turnout.desk.problem_words import say_problems
from turnout.events.create_event import create_event
from turnout.events.models import Event, Question
from turnout.events.starting_points import STARTING_POINTS, StartingPoint
from turnout.rules.refusal import Refusal

# What the starting point is about; "which city" has no answer with one city.
_ROWS = {"which-city": 3}


class NewEventForm(WordsForm):
    """The event's words, and one row for each place or date."""

    def __init__(self, sent: Posted, files: Any, organisation: Organisation, start: StartingPoint) -> None:
        self.organisation, self.start = organisation, start
        super().__init__(sent.data, files, initial=_initial(organisation, start))
        count = rows.count_of(sent.data, "option") if sent.data is not None else _ROWS.get(start.key, 1)
        self.rows = [self._row(str(number)) for number in range(max(1, count))]

    def _row(self, number: str) -> OptionRow:
        data = self.data if self.is_bound else None
        return OptionRow(data, prefix=f"option-{number}", empty_permitted=True, use_required_attribute=False)

    def blank_row(self) -> OptionRow:
        """The row that a script copies; `__` becomes its number."""
        return OptionRow(prefix="option-__", use_required_attribute=False)

    def is_valid(self) -> bool:
        return all([super().is_valid(), *[row.is_valid() for row in self.rows]])

    def options(self) -> list[Any]:
        country = self.cleaned_data.get("country", "")
        return [row.option(country) for row in self.rows if row.has_changed() and not row.errors]


def _initial(organisation: Organisation, start: StartingPoint) -> dict[str, Any]:
    """The starting point's texts in the organisation's language; country and zone as the last event's."""
    with translation.override(organisation.language):
        texts = {"strapline": str(start.strapline), "text": "\n\n".join(map(str, start.text))}
    last = organisation.events.order_by("-id").values("country", "time_zone").first()
    return texts | (last or {"time_zone": "UTC"})


@member(Role.EDITOR)
def new_event(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    start = STARTING_POINTS.get(request.GET.get("template", ""))
    if start is None:
        facts = {"organisation": organisation, "starting_points": STARTING_POINTS.values()}
        return render(request, "desk/event/starting_points.html", facts)
    sent = posted(request, rows="option")
    form = NewEventForm(sent, request.FILES or None, organisation, start)
    if sent.data is not None and not sent.saves:
        unjudged(form, *form.rows)
    if sent.saves and (event := _created(form, actor_of(request))):
        messages.success(request, gettext("The draft is saved. Only members see it so far."))
        wanted = "desk:page" if "later" in request.POST else "desk:publish"
        return redirect(wanted, organisation.slug, event.slug)
    facts = {
        "organisation": organisation,
        "start": start,
        "form": form,
        "problems": problems_of(form, *form.rows),
        "restored": sent.restored,
        "knows_zone": organisation.events.exists(),
    }
    return render(request, "desk/event/new.html", facts, status=422 if sent.saves else 200)


def _created(form: NewEventForm, actor: str) -> Event | None:
    if not form.is_valid():
        return None
    fields: dict[str, Any] = {**form.fields_of_event()}
    try:
        return create_event(
            form.organisation, actor, form.start.key, fields.pop("title"), form.options(), **fields
        )
    except Refusal as refusal:
        say_problems(form, refusal)
        return None


@sends_nothing
@require_POST
@member(Role.EDITOR)
def preview(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The public page of what is typed; nothing is saved."""
    start = STARTING_POINTS.get(request.GET.get("template", ""), STARTING_POINTS["blank"])
    form = NewEventForm(Posted(request.POST), None, organisation, start)
    form.is_valid()
    event = Event(organisation=organisation, language=organisation.language, slug="preview")
    return preview_of_new(request, event, form, form.options(), _questions(start))


def _questions(start: StartingPoint) -> list[Question]:
    return [
        Question(
            pk=number,
            kind=asked.kind,
            label=str(asked.label),
            hint=str(asked.hint),
            choices=[{"id": f"c{row}", "label": str(choice)} for row, choice in enumerate(asked.choices, 1)],
            limits=asked.limits,
        )
        for number, asked in enumerate(start.questions, 1)
    ]


urls = [
    path("<slug:organisation>/new/", new_event, name="new-event"),
    path("<slug:organisation>/new/preview/", preview, name="new-event-preview"),
]
