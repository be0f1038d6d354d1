"""Past events: what the organisation's forecasts learn from; brought in from a table, and taken back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from turnout.accounts.guard import actor_of, member
from turnout.accounts.models import Organisation, Role
from turnout.accounts.typed import typed_before
from turnout.desk.history_words import KINDS, problem_sentence
from turnout.forecasts.bring_in import bring_in, news_of, take_back
from turnout.forecasts.latest import latest
from turnout.forecasts.models import Brought, Outcome
from turnout.forecasts.refusals import NothingNew, ThereAgain
from turnout.forecasts.remove_outcome import put_back, remove_outcome
from turnout.interest.in_words import number
from turnout.rules.history_file import Table, read_history

# What is pasted, or was in a file, is sent back and forth with the page, so that nothing typed is lost.
MOST_LETTERS = 1_000_000
SHOWN = 20


class TableForm(forms.Form):
    file = forms.FileField(label=_("A CSV file"), required=False)
    table = forms.CharField(
        label=_("Or paste the table here"),
        required=False,
        strip=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        file = given.get("file")
        text = _text_of(file) if file else given.get("table", "")
        if not self.errors and not text.strip():
            raise forms.ValidationError(gettext("Choose a file, or paste the table."))
        return {**given, "table": text}


def _text_of(file: Any) -> str:
    """Raises ValidationError."""
    if (file.size or 0) > MOST_LETTERS:
        told = gettext("The file is larger than 1 MB. Divide it, or use “turnout import history”.")
        raise forms.ValidationError({"file": told})
    try:
        return str(file.read(), "utf-8-sig")
    except UnicodeDecodeError:
        told = gettext("This is not a CSV file in UTF-8. Save it from your spreadsheet as “CSV UTF-8”.")
        raise forms.ValidationError({"file": told}) from None


@member(Role.EDITOR)
def history(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    if request.method != "POST":
        return _page(request, organisation, TableForm(typed_before(request)))
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, organisation, form, status=422)
    table = read_history(form.cleaned_data["table"])
    if request.POST.get("do") == "keep" and not table.problems:
        return _kept(request, organisation, table)
    shown = TableForm(initial={"table": form.cleaned_data["table"]})
    return _page(request, organisation, shown, table, status=422 if table.problems else 200)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: TableForm,
    table: Table | None = None,
    status: int = 200,
) -> HttpResponse:
    language = get_language() or "en"
    outcomes = Outcome.objects.filter(organisation=organisation, removed_at=None).order_by("-date", "name")
    facts: dict[str, Any] = {
        "organisation": organisation,
        "form": form,
        "table": table,
        "outcomes": [(KINDS[each.kind], each) for each in outcomes.defer("cells")],
        "version": latest(organisation.pk),
    }
    if table:
        fresh = news_of(organisation, table.events)
        facts |= {
            "fresh": [(KINDS[each.kind], each) for each in fresh[:SHOWN]],
            "more": max(len(fresh) - SHOWN, 0),
            "count": len(fresh),
            "known": len(table.events) - len(fresh),
            "problems": [problem_sentence(each, language) for each in table.problems[:SHOWN]],
            "more_problems": max(len(table.problems) - SHOWN, 0),
        }
    return render(request, "desk/history/history.html", facts, status=status)


def _kept(request: HttpRequest, organisation: Organisation, table: Table) -> HttpResponse:
    try:
        brought = bring_in(organisation, actor_of(request), table.events, timezone.now())
    except NothingNew:
        messages.warning(request, gettext("All of these were there already."))
        return redirect("desk:history", organisation.slug)
    words = ngettext("%(events)s past event is in.", "%(events)s past events are in.", brought.events)
    messages.success(request, words % {"events": number(brought.events, get_language() or "en")})
    return redirect("desk:brought", organisation.slug, brought.pk)


@member(Role.EDITOR)
def brought(request: HttpRequest, organisation: Organisation, number: int) -> HttpResponse:
    """What came in with one file; here it is taken back."""
    found = get_object_or_404(Brought, pk=number, organisation=organisation)
    if request.method == "POST":
        take_back(found, actor_of(request), timezone.now())
        messages.success(request, gettext("Taken back. Forecasts are as if it had never been in."))
        return redirect("desk:history", organisation.slug)
    outcomes = Outcome.objects.filter(brought=found).order_by("-date", "name").defer("cells")
    facts = {
        "organisation": organisation,
        "brought": found,
        "outcomes": [(KINDS[each.kind], each) for each in outcomes],
    }
    return render(request, "desk/history/brought.html", facts)


@member(Role.EDITOR)
@require_POST
def change_outcome(request: HttpRequest, organisation: Organisation, number: int, name: str) -> HttpResponse:
    """Remove one event, or put it back."""
    outcome = get_object_or_404(Outcome, pk=number, organisation=organisation)
    try:
        if name == "remove":
            remove_outcome(outcome, actor_of(request), timezone.now())
        else:
            put_back(outcome, actor_of(request), timezone.now())
    except ThereAgain:
        messages.error(request, gettext("It has come in again meanwhile."))
        return redirect("desk:history", organisation.slug)
    return redirect("desk:outcome", organisation.slug, outcome.pk)


@member(Role.EDITOR)
def outcome(request: HttpRequest, organisation: Organisation, number: int) -> HttpResponse:
    """One past event: asked about before it is removed, and the way back afterwards."""
    found = get_object_or_404(Outcome, pk=number, organisation=organisation)
    facts = {"organisation": organisation, "outcome": found, "kind": KINDS[found.kind]}
    return render(request, "desk/history/outcome.html", facts)


_AT = "<slug:organisation>/past-events/"
urls = [
    path(_AT, history, name="history"),
    path(f"{_AT}files/<int:number>/", brought, name="brought"),
    path(f"{_AT}<int:number>/", outcome, name="outcome"),
    path(f"{_AT}<int:number>/remove/", change_outcome, {"name": "remove"}, name="remove-outcome"),
    path(f"{_AT}<int:number>/put-back/", change_outcome, {"name": "put-back"}, name="put-back-outcome"),
]
