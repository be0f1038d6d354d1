"""The public page of what is typed, rendered by the page's own templates; nothing is saved."""

from collections.abc import Sequence
from typing import Any, cast

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext

from turnout.desk.event_form import EventForm, WordsForm
from turnout.desk.page_changes import changes_of, typed_of
from turnout.events.models import Event, Option, Question
from turnout.events.option_fields import OptionFields
from turnout.interest.event_page import Visit, languages_of, with_its_parts
from turnout.interest.queries import Counts
from turnout.interest.render_pages import event_html

# For the views: the form shown would send a real answer where the event is published already.
sends_nothing = csp_replace({"form-action": [NONE]})
_TEXTS = ("title", "strapline", "text", "cover_alt")


def preview_of_new(
    request: HttpRequest,
    event: Event,
    form: WordsForm,
    options: Sequence[OptionFields],
    questions: Sequence[Question],
) -> HttpResponse:
    """Of an event that does not exist yet, with the parts that it would have."""
    for name, value in (_raw(form) | form.fields_of_event()).items():
        setattr(event, name, value)
    # A key that no row has, and parts that are there already: the page asks the database for neither.
    event.pk = 0
    parts = {
        "options": [Option(pk=number, event=event, **option) for number, option in enumerate(options, 1)],
        "questions": list(questions),
        "channels": [],
    }
    cast(Any, event)._prefetched_objects_cache = parts
    return _rendered(request, event, event.language)


def preview_of_page(request: HttpRequest, event: Event, form: EventForm) -> HttpResponse:
    """Of an event that exists, with the page form's fields in place of the stored ones."""
    changes = {**_raw(form), **changes_of(event, typed_of(form))}
    for name, value in changes.items():
        setattr(event, name, value)
    wanted = request.GET.get("lang", "")
    language = wanted if wanted in languages_of(event) else event.language
    return _rendered(request, with_its_parts(event), language)


def _raw(form: WordsForm) -> dict[str, str]:
    """Texts as they were typed, for those that cannot be kept yet: one that is too long is still seen."""
    return {name: form.data.get(name, "") for name in _TEXTS if name in form.errors}


def _rendered(request: HttpRequest, event: Event, language: str) -> HttpResponse:
    visit = Visit(language, unsaved="framed" not in request.POST)
    with translation.override(language):
        event.title = event.title or gettext("Your title")
        return HttpResponse(event_html(event, visit, Counts()))
