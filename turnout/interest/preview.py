"""What an event's page will be, shown to its members while it is a draft."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Membership
from turnout.events.compile_form import compile_form
from turnout.events.models import Event
from turnout.interest.event_page import Visit, languages_of, with_its_parts
from turnout.interest.queries import Counts
from turnout.interest.render_pages import event_html, thanks_html
from turnout.interest.stored_page import language_for
from turnout.journal.record import record
from turnout.rules.form import Form, Unacceptable

TRIED = "try_form"
Fields = dict[str, list[str]]


def draft_for(request: HttpRequest, slug: str) -> Event:
    """The draft, for a member who asks for a preview. Everybody else learns nothing: Http404."""
    event = Event.objects.filter(slug=slug).first()
    if event is None or "preview" not in request.GET or not request.user.is_authenticated:
        raise Http404
    if not Membership.objects.filter(organisation=event.organisation_id, user=request.user.pk).exists():
        raise Http404
    return with_its_parts(event)


def preview_page(request: HttpRequest, event: Event) -> HttpResponse:
    language = language_for(request, languages_of(event), request.GET.get("lang", event.language))
    return _answer(preview_html(event, Visit(language, preview=True)), language)


def preview_html(event: Event, visit: Visit) -> str:
    with translation.override(visit.language):
        return event_html(with_its_parts(event), visit, Counts())


def try_form(request: HttpRequest, event: Event, fields: Fields) -> HttpResponse:
    """Check what was typed as it will be checked, and keep nothing but that it was tried."""
    language = language_for(request, languages_of(event), fields.get("lang", [""])[-1])
    form = Form.of(compile_form(event))
    try:
        form.check(fields, channels=(), languages=languages_of(event))
    except Unacceptable as unacceptable:
        visit = Visit(language, typed=fields, problems=unacceptable.problems, preview=True)
        return _answer(preview_html(event, visit), language, 422)
    record(
        actor_of(request),
        TRIED,
        "event",
        event.pk,
        organisation_id=event.organisation_id,
        event_id=event.pk,
    )
    with translation.override(language):
        return _answer(thanks_html(event, language), language)


def _answer(html: str, language: str, status: int = 200) -> HttpResponse:
    return HttpResponse(
        html, status=status, headers={"Content-Language": language, "Cache-Control": "no-store"}
    )
